using System.IO.Compression;

namespace Levada.Records;

/// <summary>Reads gzip members, one after another.</summary>
/// <remarks>The framework's inflater cannot be used again for another payload: a few small objects for each stay.</remarks>
internal sealed class GzipDecoder : PayloadDecoder, IDisposable
{
    private readonly PinnedSourceStream _source = new();
    private GZipStream? _gzip;
    private bool _hasContent;

    public override void Begin(int byteCountMax)
    {
        _gzip = new GZipStream(_source, CompressionMode.Decompress, leaveOpen: true);
        _hasContent = false;
    }

    public override void End()
    {
        _gzip?.Dispose();
        _gzip = null;
    }

    public void Dispose()
    {
        End();
        _source.Dispose();
    }

    public override unsafe DecodeStatus Decode(ref ReadOnlySpan<byte> source, Span<byte> target, out int written)
    {
        written = 0;
        _hasContent |= !source.IsEmpty;
        fixed (byte* at = source)
        {
            _source.SetSource(at, source.Length);
            try
            {
                while (written < target.Length)
                {
                    var byteCount = _gzip!.Read(target[written..]);
                    if (byteCount == 0) return _hasContent ? DecodeStatus.Done : DecodeStatus.Malformed;
                    written += byteCount;
                }

                return DecodeStatus.More;
            }
            catch (InvalidDataException)
            {
                return DecodeStatus.Malformed;
            }
            finally
            {
                source = source[(source.Length - _source.LeftByteCount)..];
                _source.SetSource(null, 0);
            }
        }
    }
}
