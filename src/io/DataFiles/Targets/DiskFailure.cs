using Levada.Transfer;

namespace Levada.DataFiles.Targets;

/// <summary>Puts what a disk refuses (full, not permitted, broken) into the words of a message to the user.</summary>
internal static class DiskFailure
{
    public static bool Is(Exception e) => e is IOException or UnauthorizedAccessException;

    /// <param name="attempt">What could not be done: <c>write /data/emp</c>.</param>
    public static TransferException Of(string attempt, Exception e) => new($"Cannot {attempt}: {ReasonOf(e)}", e);

    /// <summary>The runtime's words without the path that it may add to them.</summary>
    private static string ReasonOf(Exception e)
    {
        var path = e.Message.IndexOf(" : '", StringComparison.Ordinal);
        return path < 0 ? e.Message : $"{e.Message[..path]}.";
    }
}
