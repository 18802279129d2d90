namespace Levada.Protocol;

/// <summary>Marks the handler of one api key; the dispatch table and the ApiVersions answer are built from these.</summary>
/// <param name="apiKey">The request it answers.</param>
/// <param name="minVersion">The lowest version it serves.</param>
/// <param name="maxVersion">The highest version it serves.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KafkaApiAttribute(ApiKey apiKey, short minVersion, short maxVersion) : Attribute
{
    public ApiKey ApiKey { get; } = apiKey;
    public short MinVersion { get; } = minVersion;
    public short MaxVersion { get; } = maxVersion;

    /// <summary>The lowest version ApiVersions tells clients, where it differs (Produce tells 0: KAFKA-18659).</summary>
    public short AdvertisedMinVersion { get; init; } = minVersion;
}
