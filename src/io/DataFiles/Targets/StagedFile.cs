using Levada.DataFiles.Codecs;

namespace Levada.DataFiles.Targets;

/// <summary>One part file while it is staged: its place, its bytes, and how they are compressed.</summary>
/// <remarks>It is written among the parts, and joins the data when it is whole and on the disk, so that nothing half enters a target.</remarks>
internal sealed class StagedFile : IDisposable
{
    private readonly StagingArea _staging;
    private readonly IDisk _disk;
    private readonly IDiskFile _file;
    private readonly PartStream _stream;
    private readonly MemberStream? _members;
    private readonly LargeObjectFile _largeObjects;
    private readonly string _name;

    /// <param name="name">The part's name.</param>
    /// <param name="keptByteCount">The length from which an earlier run's file goes on; null: it begins anew.</param>
    /// <param name="staging">Where it lies.</param>
    /// <param name="disk">What it lies on.</param>
    /// <param name="codec">How its bytes are compressed; null when they are not, or by the format itself.</param>
    /// <param name="largeObjects">The values that its records point to, which must last when they do.</param>
    public StagedFile(
        string name, long? keptByteCount, StagingArea staging, IDisk disk, CompressionCodec? codec, LargeObjectFile largeObjects)
    {
        _name = name;
        _staging = staging;
        _disk = disk;
        _largeObjects = largeObjects;
        _file = keptByteCount is { } byteCount ? disk.Reopen(PartPath, byteCount) : disk.Create(PartPath);
        _stream = new PartStream(_file, PartPath);
        _members = codec?.Compress(_stream);
        if (_members is not null)
            _members.HasMembers = keptByteCount > 0;
    }

    public bool IsComplete { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>Takes the bytes of the format, before compression.</summary>
    public Stream Content => (Stream?)_members ?? _stream;

    /// <summary>Bytes of the file once all that was written is in it.</summary>
    public long ByteCount => _stream.ByteCount;

    private string PartPath => Path.Join(_staging.Parts, _name);

    /// <summary>Makes what was written so far a file of its own, and makes that last. Answers its length.</summary>
    public long Cut()
    {
        _members?.EndMember();
        _stream.Sync();
        _largeObjects.Sync();
        return _stream.ByteCount;
    }

    public void Complete()
    {
        try
        {
            _members?.Finish();
            _stream.Sync();
            _largeObjects.Sync();
            _disk.Rename(PartPath, Path.Join(_staging.Data, _name));
            IsComplete = true;
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw DiskFailure.Of($"complete {PartPath}", e);
        }
    }

    /// <summary>From here on nothing more is written, whatever is.</summary>
    public void Abandon() => _stream.Abandon();

    public void Dispose()
    {
        if (IsClosed)
            return;
        IsClosed = true;
        Abandon();
        _members?.Dispose();
        _stream.Dispose();
        _file.Dispose();
    }
}
