package io.vestnik.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How the way to the mail server is kept, and what a mail looks like on it.
@Tag("once")
class SmtpTest {
  private static final String TO = "anna@example.org";
  private static final Letter LETTER = new Letter("Тема", "Текст\n\n12345678\n", "<p>Текст</p>");

  @TempDir private Path folder;

  @Test
  void sendsTextAndHtmlInBothOfWhichAnyScriptStands() throws Exception {
    try (MailBox box = MailBox.start();
        Smtp smtp = new Smtp(box.settings(), null)) {
      assertThat(smtp.send(TO, LETTER)).isEqualTo(Smtp.Outcome.SENT);
      assertThat(smtp.send(TO, LETTER)).isEqualTo(Smtp.Outcome.SENT);
      MimeMessage mail = box.await(TO, 2).getFirst();
      assertThat(mail.getSubject()).isEqualTo("Тема");
      assertThat(((InternetAddress) mail.getFrom()[0]).getPersonal()).isEqualTo("Вестник");
      assertThat(((InternetAddress) mail.getFrom()[0]).getAddress())
          .isEqualTo("vestnik@example.org");
      assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
      assertThat(mail.getHeader("Date")).hasSize(1);
      assertThat(mail.getMessageID()).endsWith("@example.org>");
      assertThat(mail.getContentType()).startsWith("multipart/alternative");
      assertThat(MailBox.text(mail)).contains("Текст", "\n12345678");
      assertThat(MailBox.html(mail)).contains("<p>Текст</p>");
    }
  }

  @Test
  void addsNoHeaderWhateverStandsInItsParts() throws Exception {
    try (MailBox box = MailBox.start();
        Smtp smtp = new Smtp(box.settings(), null)) {
      Letter evil =
          new Letter("a\r\nBcc: eve@example.org\r\n\r\nbody", "text\r\nBcc: eve@x", "<p>html</p>");
      smtp.send(TO, evil);
      MimeMessage mail = box.await(TO, 1).getFirst();
      assertThat(mail.getHeader("Bcc")).isNull();
      assertThat(mail.getSubject()).isEqualTo("a Bcc: eve@example.org body");
      assertThat(mail.getAllRecipients()).hasSize(1);
      assertThat(box.to("eve@example.org")).isEmpty();
    }
  }

  @Test
  void sendsNothingWhereStarttlsIsNotOffered() {
    try (MailBox box = MailBox.start();
        Smtp smtp = new Smtp(MailBox.settings(box.port(), MailSettings.Tls.STARTTLS), null)) {
      assertThatExceptionOfType(MessagingException.class)
          .isThrownBy(() -> smtp.send(TO, LETTER))
          .withMessageContaining("STARTTLS");
      assertThat(box.to(TO)).isEmpty();
    }
  }

  @Test
  void sendsOverTlsToTheServerOfThatNameAndToWhomItTrustsAlone() throws Exception {
    SSLSocketFactory trust = certify();
    try (MailBox box = MailBox.startTls()) {
      MailSettings named = MailBox.settings("localhost", box.port(), MailSettings.Tls.TLS);
      MailSettings other = MailBox.settings("127.0.0.1", box.port(), MailSettings.Tls.TLS);
      refuses(new Smtp(named, null));
      refuses(new Smtp(other, trust));
      assertThat(box.to(TO)).isEmpty();
      try (Smtp trusting = new Smtp(named, trust)) {
        assertThat(trusting.send(TO, LETTER)).isEqualTo(Smtp.Outcome.SENT);
      }
      box.await(TO, 1);
    }
  }

  private static void refuses(Smtp smtp) {
    try (smtp) {
      assertThatExceptionOfType(MessagingException.class).isThrownBy(() -> smtp.send(TO, LETTER));
    }
  }

  /// Gives mail servers of this process a certificate for `localhost`; who trusts it alone.
  private SSLSocketFactory certify() throws Exception {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "mail",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                file.toString(),
                "-storepass",
                "changeit")
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    System.setProperty("greenmail.tls.keystore.file", file.toString());
    System.setProperty("greenmail.tls.keystore.password", "changeit");
    KeyStore keys = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("mail", keys.getCertificate("mail"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  @Test
  void sendsNothingInTheClearToAServerThatSpeaksTls() {
    try (MailBox box = MailBox.start();
        Smtp smtp = new Smtp(MailBox.settings(box.port(), MailSettings.Tls.TLS), null)) {
      assertThatExceptionOfType(MessagingException.class).isThrownBy(() -> smtp.send(TO, LETTER));
      assertThat(box.to(TO)).isEmpty();
    }
  }
}
