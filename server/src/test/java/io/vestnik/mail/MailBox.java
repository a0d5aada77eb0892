package io.vestnik.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.account.GetServerInfo.Registration;
import io.vestnik.model.Clock;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A mail server on a free port, and what it was given.
public final class MailBox implements AutoCloseable {
  private static final Pattern CODE = Pattern.compile("(?m)^(\\d{8})\\r?$");

  private final GreenMail server;

  private MailBox(ServerSetup setup) {
    server = new GreenMail(setup);
    server.start();
  }

  /// One without encryption, on any port.
  public static MailBox start() {
    return on(0);
  }

  /// The same on that port.
  public static MailBox on(int port) {
    return new MailBox(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  }

  /// One that speaks TLS from the first byte.
  static MailBox startTls() {
    return new MailBox(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
  }

  public int port() {
    return server.getSmtp() == null ? server.getSmtps().getPort() : server.getSmtp().getPort();
  }

  /// How a server is told of it.
  public MailSettings settings() {
    return settings(port(), MailSettings.Tls.NONE);
  }

  static MailSettings settings(int port, MailSettings.Tls tls) {
    return settings("127.0.0.1", port, tls);
  }

  static MailSettings settings(String host, int port, MailSettings.Tls tls) {
    try {
      InternetAddress from = new InternetAddress("vestnik@example.org", "Вестник", "UTF-8");
      return new MailSettings(host, port, tls, null, null, from, "Вестник");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A server that sends its mail here.
  public TestServer server(Clock clock) {
    return TestServer.start(clock, config -> config.with(settings(), Registration.OPEN));
  }

  /// The mails to the address so far, in the order of their coming.
  public List<MimeMessage> to(String address) {
    return Stream.of(server.getReceivedMessages()).filter(m -> isTo(m, address)).toList();
  }

  private static boolean isTo(MimeMessage message, String address) {
    try {
      return ((InternetAddress) message.getAllRecipients()[0]).getAddress().equals(address);
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  /// Waits until the address has so many.
  public List<MimeMessage> await(String address, int count) {
    Pair.eventually(() -> assertThat(to(address)).hasSizeGreaterThanOrEqualTo(count));
    return to(address);
  }

  /// The subject of the latest of so many.
  public String subject(String address, int count) {
    try {
      return await(address, count).get(count - 1).getSubject();
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  /// The code that stands alone on its line in the latest of so many.
  public String code(String address, int count) {
    Matcher code = CODE.matcher(text(await(address, count).get(count - 1)));
    assertThat(code.find()).as("a code in the mail").isTrue();
    return code.group(1);
  }

  /// The plain text.
  public static String text(MimeMessage message) {
    return part(message, 0);
  }

  /// The HTML.
  public static String html(MimeMessage message) {
    return part(message, 1);
  }

  private static String part(MimeMessage message, int number) {
    try {
      BodyPart part = ((MimeMultipart) message.getContent()).getBodyPart(number);
      return (String) part.getContent();
    } catch (IOException | MessagingException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
