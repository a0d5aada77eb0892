package io.vestnik.mail;

/// A mail as its reader sees it, in two forms.
record Letter(String subject, String text, String html) {}
