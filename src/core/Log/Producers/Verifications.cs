using System.Runtime.InteropServices;
using Levada.Protocol;

namespace Levada.Log.Producers;

/// <summary>The producers of one partition whose transactions are being verified (KIP-890).</summary>
/// <remarks>
/// A guard is new for every transaction: an answer that comes after the transaction has ended, and perhaps another has begun,
/// opens nothing.
/// </remarks>
internal sealed class Verifications
{
    private readonly Dictionary<long, Verification> _entries = [];
    private long _lastGuard;

    /// <returns>INVALID_PRODUCER_EPOCH where a later epoch is being verified.</returns>
    public VerificationStart Begin(long producerId, ProducerEpoch epoch, int sequence, bool isVersion2, long nowMs)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, producerId, out var isKnown);
        if (isKnown && epoch < entry.Epoch) return new(ErrorCode.InvalidProducerEpoch, 0);
        if (!isKnown || epoch > entry.Epoch) entry = new Verification(++_lastGuard, epoch, sequence, isVersion2, nowMs);
        else if (sequence < entry.LowestSequence) entry = entry with { LowestSequence = sequence };
        return new(ErrorCode.None, entry.Guard);
    }

    /// <summary>Whether a guard is the one that was given out for the producer's transaction.</summary>
    public bool IsConfirmed(long producerId, ProducerEpoch epoch, long guard) =>
        guard != 0 && _entries.TryGetValue(producerId, out var entry) && entry.Guard == guard && entry.Epoch == epoch;

    /// <summary>Whether a lower sequence still waits to be verified.</summary>
    public bool IsOvertaking(long producerId, int sequence) =>
        _entries.TryGetValue(producerId, out var entry) && sequence > entry.LowestSequence;

    /// <summary>The transaction is open now, or it has ended.</summary>
    public void Remove(long producerId) => _entries.Remove(producerId);

    /// <summary>The coordinator has refused for good.</summary>
    public void Remove(long producerId, long guard)
    {
        if (_entries.TryGetValue(producerId, out var entry) && entry.Guard == guard) _entries.Remove(producerId);
    }

    /// <summary>A marker ends what is verified, except where it ends the transaction before: version 2 tells them apart by epoch.</summary>
    public void OnMarker(long producerId, ProducerEpoch markerEpoch)
    {
        if (_entries.TryGetValue(producerId, out var entry) && !(entry.IsVersion2 && entry.Epoch == markerEpoch)) _entries.Remove(producerId);
    }

    public void RemoveExpired(long nowMs, long expirationMs)
    {
        foreach (var (producerId, entry) in _entries)
            if (nowMs - entry.StartedMs >= expirationMs) _entries.Remove(producerId);
    }

    public void Clear() => _entries.Clear();
}
