namespace Levada.Broker.Quotas;

/// <summary>Over which time a use is measured (<c>quota.window.num</c>, <c>quota.window.size.seconds</c>).</summary>
internal readonly record struct QuotaWindow(int SampleCount, int SampleMs);
