namespace Levada.Protocol.Generator.Handlers;

/// <summary>One handler, as the dispatch needs it; plain values, so that equal input makes equal facts.</summary>
/// <param name="TypeName">The class, fully qualified.</param>
/// <param name="ApiName">The name in the ApiKey enumeration.</param>
/// <param name="ApiKey">The number of the api.</param>
/// <param name="AdvertisedMin">The lowest version told to clients.</param>
/// <param name="RequestType">The request struct, fully qualified; null for a handler over spans.</param>
/// <param name="Arguments">The constructor's arguments as expressions over <c>services</c>, joined by commas.</param>
/// <param name="Problem">What is wrong with the class; then the rest is not used.</param>
internal sealed record HandlerFact(
    string TypeName,
    string ApiName,
    int ApiKey,
    int AdvertisedMin,
    int Min,
    int Max,
    string? RequestType,
    string Arguments,
    HandlerProblem? Problem)
{
    public string TypeName { get; } = TypeName;
    public string ApiName { get; } = ApiName;
    public int ApiKey { get; } = ApiKey;
    public int AdvertisedMin { get; } = AdvertisedMin;
    public int Min { get; } = Min;
    public int Max { get; } = Max;
    public string? RequestType { get; } = RequestType;
    public string Arguments { get; } = Arguments;
    public HandlerProblem? Problem { get; } = Problem;

    public static HandlerFact Bad(HandlerProblem problem) => new("", "", 0, 0, 0, 0, null, "", problem);
}
