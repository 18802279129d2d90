namespace Levada.Log;

/// <summary>Bytes of one file, named but not read: what a fetch hands to sendfile.</summary>
public readonly record struct FileRange(IFile? File, long Position, int ByteCount)
{
    public bool IsEmpty => ByteCount == 0;
}
