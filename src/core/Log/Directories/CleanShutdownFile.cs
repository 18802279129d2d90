using System.Globalization;
using System.Text;
using System.Text.Json;
using Levada.Protocol;

namespace Levada.Log.Directories;

/// <summary>Says that a directory was closed in good order, and by which registration (<c>.kafka_cleanshutdown</c>).</summary>
internal static class CleanShutdownFile
{
    public const string Name = ".kafka_cleanshutdown";

    /// <summary>The epoch of the registration that closed the directory; None when the file does not tell.</summary>
    public static BrokerEpoch ReadEpoch(ReadOnlySpan<byte> content)
    {
        try
        {
            var reader = new Utf8JsonReader(content);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("brokerEpoch"u8)) continue;
                reader.Read();
                return reader.TryGetInt64(out var epoch) ? new(epoch) : BrokerEpoch.None;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // An empty or torn file still says that the shutdown was clean, as it does for Kafka.
        }

        return BrokerEpoch.None;
    }

    public static byte[] ToBytes(BrokerEpoch epoch) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"version":0,"brokerEpoch":{{epoch.Value}}}"""));
}
