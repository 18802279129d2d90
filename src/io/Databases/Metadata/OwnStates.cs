namespace Levada.Databases.Metadata;

/// <summary>The line for the log when tasks do not read one common state.</summary>
internal static class OwnStates
{
    public const string NotWanted = "Each task reads its own state of the data: no snapshot was wanted.";

    /// <summary>The line with its reason; null for a single task, which needs no other to agree with.</summary>
    public static string? Because(SnapshotRequest request, string reason) =>
        request.SessionCount <= 1 ? null : $"Each task reads its own state of the data: {reason}.";
}
