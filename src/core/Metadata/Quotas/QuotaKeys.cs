namespace Levada.Metadata.Quotas;

/// <summary>The names of quotas, whom they are for and what values they take.</summary>
public static class QuotaKeys
{
    /// <summary>Bytes of produce requests per second.</summary>
    public const string ProducerByteRate = "producer_byte_rate";

    /// <summary>Bytes of fetch responses per second.</summary>
    public const string ConsumerByteRate = "consumer_byte_rate";

    /// <summary>Percent of one thread's time spent on requests.</summary>
    public const string RequestPercentage = "request_percentage";

    /// <summary>Partitions created and deleted per second (KIP-599).</summary>
    public const string ControllerMutationRate = "controller_mutation_rate";

    /// <summary>New connections per second from one address (KIP-612).</summary>
    public const string ConnectionCreationRate = "connection_creation_rate";

    private static readonly string[] OfClients = [ProducerByteRate, ConsumerByteRate, RequestPercentage, ControllerMutationRate];
    private static readonly string[] OfAddresses = [ConnectionCreationRate];

    /// <summary>What is wrong with a quota for an entity, or null.</summary>
    internal static string? Check(in ClientQuotaEntity entity, string key, double value)
    {
        var allowed = entity.Ip.IsGiven ? OfAddresses : OfClients;
        if (!allowed.Contains(key)) return $"'{key}' is no quota of this entity: {string.Join(", ", allowed)}";
        if (!double.IsFinite(value) || value <= 0) return $"{key} must be more than 0";
        return key switch
        {
            ProducerByteRate or ConsumerByteRate => CheckWhole(key, value, long.MaxValue),
            ConnectionCreationRate => CheckWhole(key, value, int.MaxValue),
            _ => null,
        };
    }

    private static string? CheckWhole(string key, double value, double max)
    {
        const double tolerance = 1e-6;
        if (value > max) return $"{key} must be at most {max:0}";
        return value % 1 > tolerance ? $"{key} must be a whole number" : null;
    }
}
