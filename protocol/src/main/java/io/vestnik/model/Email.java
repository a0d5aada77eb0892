package io.vestnik.model;

/// An e-mail address in the two forms that are stored (protocol §3); `Emails.parse` makes it.
///
/// @param shown as its owner typed it: what is shown to them
/// @param key what an address is unique and looked up by: the local part in NFC and case-folded,
///   `@`, the domain in its ASCII form (UTS 46, lower case, `xn--`)
public record Email(String shown, String key) {
  /// What mail goes to: the local part as typed, for its case may matter there, and the domain in
  /// its ASCII form.
  public String deliverable() {
    return shown.substring(0, shown.indexOf('@')) + key.substring(key.lastIndexOf('@'));
  }
}
