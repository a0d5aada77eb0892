package io.vestnik.mail;

import io.vestnik.table.account.Mails.MailRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes the letters, in the user's language. What users have chosen themselves comes into the
/// text alone, without line breaks, and into the HTML escaped.
final class Letters {
  private static final Pattern FIELD = Pattern.compile("\\{(\\w+)}");
  private static final Pattern NO_LINE = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
  private static final Map<String, Properties> TEXTS =
      Stream.of("en", "ru").collect(Collectors.toUnmodifiableMap(l -> l, Letters::read));

  private final byte[] codeKey;
  private final String server;

  /// @param codeKey what codes are made with
  /// @param server the server's name
  Letters(byte[] codeKey, String server) {
    this.codeKey = codeKey;
    this.server = oneLine(server);
  }

  private static Properties read(String language) {
    String file = "/mail/" + language + ".properties";
    Properties texts = new Properties();
    try (InputStream in = Letters.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("No letters in " + file);
      }
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a notice of a new device tells of it.
  static String device(@Nullable String device, @Nullable String address) {
    return (device == null ? "" : oneLine(device)) + "\n" + (address == null ? "" : address);
  }

  Letter write(MailRow mail) {
    String language = TEXTS.containsKey(mail.language()) ? mail.language() : "en";
    Properties texts = text(language);
    Map<String, String> fields = new HashMap<>();
    fields.put("server", server);
    fields.put("username", oneLine(mail.username()));
    fields.put("time", TIME.format(Instant.ofEpochMilli(mail.createdTime())));
    if (mail.codeSeed() != null) {
      fields.put("code", CodeText.of(codeKey, mail.codeSeed()));
    }
    if (mail.detail() != null) {
      fields.put("detail", detail(texts, mail.detail()));
    }
    String subject = filled(texts.getProperty(mail.kind() + ".subject"), fields);
    String text = filled(texts.getProperty(mail.kind() + ".text"), fields);
    String footer = filled(texts.getProperty("footer"), fields);
    return new Letter(
        subject, text + "\n\n-- \n" + footer + "\n", html(language, text, footer, fields));
  }

  private static Properties text(String language) {
    return TEXTS.getOrDefault(language, new Properties());
  }

  private static String detail(Properties texts, String detail) {
    String[] parts = detail.split("\n", 2);
    String device = parts[0].isBlank() ? texts.getProperty("device.none") : parts[0];
    boolean known = parts.length == 2 && !parts[1].isBlank();
    String address = known ? parts[1] : texts.getProperty("address.none");
    return filled(texts.getProperty("device"), Map.of("device", device))
        + "\n"
        + filled(texts.getProperty("address"), Map.of("address", address));
  }

  // In one pass: what is filled in is not looked at again.
  private static String filled(String template, Map<String, String> fields) {
    return FIELD
        .matcher(template)
        .replaceAll(match -> {
          String value = fields.get(match.group(1));
          if (value == null) {
            throw new IllegalStateException("A letter wants " + match.group(1));
          }
          return Matcher.quoteReplacement(value);
        });
  }

  private static String html(
      String language, String text, String footer, Map<String, String> fields) {
    String paragraphs =
        Stream.of(text.split("\n\n"))
            .map(p ->
                p.equals(fields.get("code"))
                    ? "<p style=\"font:bold 28px monospace;letter-spacing:2px\">" + p + "</p>"
                    : "<p>" + escaped(p).replace("\n", "<br>\n") + "</p>")
            .collect(Collectors.joining("\n"));
    return """
    <!doctype html>
    <html lang="%s"><head><meta charset="utf-8"></head>
    <body style="font:16px/1.5 sans-serif;max-width:36em">
    %s
    <p style="color:#666;font-size:13px">%s</p>
    </body></html>
    """
        .formatted(language, paragraphs, escaped(footer));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  static String oneLine(String text) {
    return NO_LINE.matcher(text).replaceAll(" ").strip();
  }
}
