namespace Levada.Broker.Quotas;

/// <summary>What a client's use is measured in.</summary>
public enum QuotaKind
{
    Produce,
    Fetch,
    Request,
    ControllerMutation,
}
