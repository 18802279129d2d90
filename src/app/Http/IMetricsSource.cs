namespace Levada.Http;

/// <summary>What the HTTP endpoint asks the broker for; called from any thread, at most a few times a second.</summary>
public interface IMetricsSource
{
    MetricsSnapshot Read();
}
