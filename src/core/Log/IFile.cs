namespace Levada.Log;

/// <summary>One open file. Reads, flushes and hints may run beside one writer; everything else has one caller at a time.</summary>
public interface IFile : IDisposable
{
    string Path { get; }

    /// <summary>The file's size in bytes, as the file system has it.</summary>
    long Length { get; }

    /// <summary>Reads up to the span's length; fewer only at the end of the file.</summary>
    int Read(Span<byte> destination, long position);

    /// <summary>Writes all bytes at a position.</summary>
    void Write(ReadOnlySpan<byte> bytes, long position);

    /// <summary>Makes data and size durable (fdatasync). After a failure the file must not be flushed again.</summary>
    void Flush();

    /// <summary>Cuts or extends the file (extension reads as zeros).</summary>
    void SetLength(long byteCount);

    /// <summary>Reserves space beyond the end without changing the size; failing to is no error.</summary>
    void Preallocate(long position, long byteCount);

    /// <summary>Asks the system to begin writing a range back without waiting; a hint.</summary>
    void StartWriteback(long position, long byteCount);
}
