namespace Levada.Transfer.Targets;

/// <summary>A part whose bytes the caller has ready, for a database that writes its rows as text itself.</summary>
/// <remarks>Disposing it without <see cref="Complete"/> abandons it.</remarks>
public interface IBytePart : IDisposable
{
    /// <summary>Takes the bytes before compression.</summary>
    Stream Content { get; }

    /// <summary>Bytes written so far, as the target stores them.</summary>
    long ByteCount { get; }

    void Complete(CancellationToken cancellationToken);
}
