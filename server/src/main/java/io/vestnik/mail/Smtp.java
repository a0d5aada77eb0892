package io.vestnik.mail;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/// One connection to the mail server, kept while there is something to send. Used by one thread.
final class Smtp implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int PERMANENT = 500;

  private final MailSettings settings;
  private final Session session;
  private @Nullable Transport open;

  /// @param trust who is believed to be the mail server; null for who the JVM trusts
  Smtp(MailSettings settings, @Nullable SSLSocketFactory trust) {
    this.settings = settings;
    session = Session.getInstance(properties(settings, trust));
  }

  private static Properties properties(MailSettings settings, @Nullable SSLSocketFactory trust) {
    Properties properties = new Properties();
    String patience = Long.toString(PATIENCE.toMillis());
    for (String time : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
      properties.put("mail.smtp." + time, patience);
    }
    properties.put("mail.smtp.auth", Boolean.toString(settings.user() != null));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    switch (settings.tls()) {
      case NONE -> {}
      case STARTTLS -> {
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", "true");
      }
      case TLS -> properties.put("mail.smtp.ssl.enable", "true");
    }
    if (trust != null) {
      properties.put("mail.smtp.ssl.socketFactory", trust);
    }
    // Else the message's id would tell this machine's name and user.
    properties.put("mail.from", settings.from().getAddress());
    properties.put("mail.mime.allowutf8", "true");
    return properties;
  }

  /// What became of a mail.
  enum Outcome {
    SENT,
    /// The server will never take it.
    REFUSED
  }

  /// Hands the letter to the mail server.
  ///
  /// @throws MessagingException where it may be tried again
  Outcome send(String address, Letter letter) throws MessagingException {
    Transport transport = connected();
    InternetAddress[] to = {addressOf(address)};
    MimeMessage message = message(to[0], letter);
    try {
      transport.sendMessage(message, to);
      return Outcome.SENT;
    } catch (MessagingException e) {
      if (isPermanent(e)) {
        return Outcome.REFUSED;
      }
      throw e;
    }
  }

  // Of the recipient or of what is said; a refused sender is the operator's to mend.
  private static boolean isPermanent(MessagingException failure) {
    for (Exception e = failure; e instanceof MessagingException m; e = m.getNextException()) {
      if (e instanceof SMTPAddressFailedException address) {
        return address.getReturnCode() >= PERMANENT;
      }
      if (e instanceof SMTPSendFailedException sending && "DATA".equals(sending.getCommand())) {
        return sending.getReturnCode() >= PERMANENT;
      }
    }
    return false;
  }

  private Transport connected() throws MessagingException {
    Transport transport = open;
    if (transport != null && transport.isConnected()) {
      return transport;
    }
    close();
    transport = session.getTransport("smtp");
    transport.connect(settings.host(), settings.port(), settings.user(), settings.password());
    open = transport;
    return transport;
  }

  // The address was checked when it was given; here it is only kept from being two.
  private static InternetAddress addressOf(String address) {
    InternetAddress one = new InternetAddress();
    one.setAddress(Letters.oneLine(address));
    return one;
  }

  private MimeMessage message(Address to, Letter letter) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(settings.from());
    message.setRecipient(Message.RecipientType.TO, to);
    message.setSubject(Letters.oneLine(letter.subject()), "UTF-8");
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setHeader("X-Auto-Response-Suppress", "All");
    MimeBodyPart text = new MimeBodyPart();
    text.setText(letter.text(), "UTF-8", "plain");
    MimeBodyPart html = new MimeBodyPart();
    html.setText(letter.html(), "UTF-8", "html");
    message.setContent(new MimeMultipart("alternative", text, html));
    return message;
  }

  @Override
  public void close() {
    Transport transport = open;
    open = null;
    if (transport != null) {
      try {
        transport.close();
      } catch (MessagingException e) {
        // it is gone: nothing was to be said any more
      }
    }
  }
}
