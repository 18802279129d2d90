using Levada.Databases;

namespace Levada.TransferEngine;

/// <summary>What is done to all sessions of a run.</summary>
internal static class SessionGroup
{
    /// <summary>Ends on the server what any of them runs.</summary>
    public static void CancelAll(this IEnumerable<IDatabaseSession> sessions)
    {
        foreach (var session in sessions)
            session.Cancel();
    }
}
