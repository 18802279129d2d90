namespace Levada.Metadata.Configs;

/// <summary>What a listener speaks, numbered as in broker registrations.</summary>
public enum SecurityProtocol
{
    Plaintext = 0,
    Ssl = 1,
    SaslPlaintext = 2,
    SaslSsl = 3,
}
