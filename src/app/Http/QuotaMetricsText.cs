namespace Levada.Http;

/// <summary>Client quotas under the names that the JMX exporter's rules for quotas give Kafka's own.</summary>
internal static class QuotaMetricsText
{
    private const string Gauge = "gauge";
    private const string Request = "Request";
    private const string Mutation = "ControllerMutation";

    public static void Write(PrometheusText text, IReadOnlyList<QuotaMetricsSnapshot> quotas)
    {
        Write(text, quotas.Where(quota => quota.Resource is not (Request or Mutation)), "byte_rate", "Bytes per second.", quota => quota.Rate);
        Write(text, quotas.Where(quota => quota.Resource == Request), "request_time", "Percent of one thread's time.", quota => quota.Rate);
        Write(text, quotas.Where(quota => quota.Resource == Mutation), "mutation_rate", "Partitions created and deleted per second.", quota => quota.Rate);
        Write(text, quotas.Where(quota => quota.Resource == Mutation), "tokens", "Partitions that may still be changed at once.", quota => quota.Tokens);
        Write(text, quotas, "throttle_time", "Milliseconds that clients were throttled, on average.", quota => quota.ThrottleMs);
    }

    private static void Write(
        PrometheusText text, IEnumerable<QuotaMetricsSnapshot> quotas, string name, string help, Func<QuotaMetricsSnapshot, double> value)
    {
        text.Family($"kafka_server_quota_{name}", Gauge, help);
        foreach (var quota in quotas) text.Sample(value(quota), Labels(quota));
    }

    // A client that the quota does not name has no label of that kind.
    private static string[] Labels(QuotaMetricsSnapshot quota)
    {
        List<string> labels = ["resource", quota.Resource];
        if (quota.User.Length > 0) labels.AddRange(["user", quota.User]);
        if (quota.ClientId.Length > 0) labels.AddRange(["clientId", quota.ClientId]);
        return [.. labels];
    }
}
