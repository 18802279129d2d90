using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.Zip.Compression;

namespace Levada.DataFiles.Codecs;

/// <summary>Reads concatenated gzip or zlib members and errs on one that is cut off or damaged.</summary>
/// <remarks>
/// The framework's own streams are not used here: they take a file that ends inside a member for a shorter file and drop what
/// follows a zlib member, so that rows would be lost in silence.
/// </remarks>
internal sealed class InflatingStream(Stream input, bool isGzip) : OneWayStream
{
    private readonly SourceBuffer _source = new(input);
    private readonly GzipFrame _frame = new();
    private readonly Inflater _inflater = new(noHeader: isGzip);
    private bool _isInMember;

    public override bool CanRead => true;

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            if (!_isInMember && !BeginMember())
                return 0;
            var plainCount = Inflate(buffer, offset, count);
            if (isGzip)
                _frame.Add(new ArraySegment<byte>(buffer, offset, plainCount));
            if (_inflater.IsFinished)
                EndMember();
            if (plainCount > 0)
                return plainCount;
        }

        return 0;
    }

    private bool BeginMember()
    {
        // Tapes and tar leave zeros behind a file; a member never begins with one.
        while (_source.Peek() == 0)
            _source.ReadByte();
        if (!_source.HasMore())
            return false;
        if (isGzip)
            _frame.ReadHeader(_source);
        _inflater.Reset();
        _isInMember = true;
        return true;
    }

    private void EndMember()
    {
        _source.GiveBack(_inflater.RemainingInput);
        if (isGzip)
            _frame.ReadTrailer(_source);
        _isInMember = false;
    }

    private int Inflate(byte[] buffer, int offset, int count)
    {
        try
        {
            while (true)
            {
                var plainCount = _inflater.Inflate(buffer, offset, count);
                if (plainCount > 0 || _inflater.IsFinished)
                    return plainCount;
                if (_inflater.IsNeedingDictionary || !_inflater.IsNeedingInput)
                    throw new InvalidDataException("the deflated bytes ask for a dictionary or are damaged");
                if (!_source.HasMore())
                    throw SourceBuffer.Truncated();
                var taken = _source.TakeBuffered();
                _inflater.SetInput(taken.Array!, taken.Offset, taken.Count);
            }
        }
        catch (Exception e) when (e is SharpZipBaseException or IndexOutOfRangeException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException("the deflated bytes are damaged", e);
        }
    }
}
