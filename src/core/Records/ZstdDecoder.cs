using System.Buffers;
using ZstdSharp;

namespace Levada.Records;

/// <summary>Reads zstd frames, one after another, with or without a content size.</summary>
/// <remarks>
/// A frame may ask for a window of up to 128 MiB, as level 22 does. That much is reserved but touched only as far as
/// content is decoded, so the bound on the content bounds the memory too.
/// </remarks>
internal sealed class ZstdDecoder : PayloadDecoder, IDisposable
{
    // What Kafka's default level asks for, four times over: a context that held more is not kept.
    private const ulong KeptWindowByteCountMax = 8 << 20;

    private Decompressor _decompressor = new();
    private ulong _largestWindowByteCount;
    private long _leftByteCount;
    private bool _isInFrame;
    private bool _hasSeenFrame;

    public override void Begin(int byteCountMax)
    {
        _decompressor.ResetStream();
        _leftByteCount = byteCountMax;
        _largestWindowByteCount = 0;
        _isInFrame = _hasSeenFrame = false;
    }

    public override void End()
    {
        if (_largestWindowByteCount <= KeptWindowByteCountMax) return;
        _decompressor.Dispose();
        _decompressor = new();
    }

    public override DecodeStatus Decode(ref ReadOnlySpan<byte> source, Span<byte> target, out int written)
    {
        written = 0;
        while (true)
        {
            if (!_isInFrame && source.IsEmpty) return _hasSeenFrame ? DecodeStatus.Done : DecodeStatus.Malformed;
            if (written == target.Length) return DecodeStatus.More;
            if (!_isInFrame && !IsWithinBound(source)) return DecodeStatus.TooLarge;
            _hasSeenFrame = true;
            var status = Unwrap(source, target[written..], out var consumed, out var produced);
            source = source[consumed..];
            written += produced;
            _leftByteCount -= produced;
            _isInFrame = status != OperationStatus.Done;
            if (status == OperationStatus.InvalidData) return DecodeStatus.Malformed;
            if (_leftByteCount < 0) return DecodeStatus.TooLarge;
            if (consumed == 0 && produced == 0 && _isInFrame) return DecodeStatus.Malformed;
        }
    }

    public void Dispose() => _decompressor.Dispose();

    private bool IsWithinBound(ReadOnlySpan<byte> frame)
    {
        var header = ZstdFrameHeader.Read(frame);
        _largestWindowByteCount = Math.Max(_largestWindowByteCount, header.WindowByteCount);
        return header.ContentByteCount <= (ulong)_leftByteCount;
    }

    private OperationStatus Unwrap(ReadOnlySpan<byte> source, Span<byte> target, out int consumed, out int produced)
    {
        try
        {
            return _decompressor.UnwrapStream(source, target, out consumed, out produced);
        }
        catch (ZstdException)
        {
            consumed = produced = 0;
            return OperationStatus.InvalidData;
        }
    }
}
