namespace Levada.Client.Admin;

/// <summary>The metadata quorum.</summary>
/// <param name="Voters">Node id and log end offset of each voter.</param>
public sealed record QuorumInfo(int LeaderId, int LeaderEpoch, long HighWatermark, IReadOnlyList<KeyValuePair<int, long>> Voters);
