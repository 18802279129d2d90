namespace Levada.Http;

/// <summary>Whether the broker works; cheap, asked at any time.</summary>
public interface IHealthSource
{
    /// <summary>False when only a restart helps; the text of <see cref="Reason"/> says why.</summary>
    bool IsLive { get; }

    /// <summary>Whether clients are served: the listeners are open and the metadata log has been replayed.</summary>
    bool IsReady { get; }

    /// <summary>One line for an operator while either is false.</summary>
    string? Reason { get; }
}
