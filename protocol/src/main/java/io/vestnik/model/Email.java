package io.vestnik.model;

/// An e-mail address in the two forms that are stored (protocol §3); `Emails.parse` makes it.
///
/// @param shown as its owner typed it: what is shown to them, and what mail goes to
/// @param key what an address is unique and looked up by: the local part in NFC and case-folded,
///   `@`, the domain in its ASCII form (UTS 46, lower case, `xn--`)
public record Email(String shown, String key) {}
