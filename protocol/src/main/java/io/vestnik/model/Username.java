package io.vestnik.model;

/// A username in the three forms that are stored (protocol §3); `Usernames.parse` makes it.
///
/// @param shown as its owner typed it, after PRECIS UsernameCasePreserved (RFC 8265): what others
///   see
/// @param key its PRECIS UsernameCaseMapped form: unique, and what a name is looked up by; names
///   that differ in case only have the same
/// @param skeleton the case-folded UTS 39 skeleton of `shown`: names that look alike have the same
public record Username(String shown, String key, String skeleton) {}
