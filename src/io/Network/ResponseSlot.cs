using Levada.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Levada.Network;

/// <summary>One request's place in the order of its connection's responses, filled by the handler.</summary>
/// <remarks>
/// Filled by one thread at a time and completed once; nothing of it may be touched after that, since slots are reused.
/// If the connection closes first, filling and completing go on as if nothing had happened and the bytes are dropped.
/// </remarks>
public sealed class ResponseSlot
{
    private const int KeptBufferBytes = 8 * 1024;

    private FilePiece[] _files = [];
    private int _fileCount;
    private int _usualLength;
    private int _state;

    internal ResponseSlot(Connection connection) => Connection = connection;

    private enum State
    {
        Free,
        Filling,
        Complete,
        Abandoned,
    }

    public Connection Connection { get; }

    /// <summary>Response header and body; the length prefix is added when the response leaves.</summary>
    public FrameBuffer Buffer { get; } = new();

    internal ResponseSlot? NextFree { get; set; }
    internal bool IsComplete => Volatile.Read(ref _state) == (int)State.Complete;
    internal bool IsWithoutResponse { get; private set; }
    internal bool ClosesConnection { get; private set; }
    internal ReadOnlySpan<FilePiece> Files => _files.AsSpan(0, _fileCount);

    /// <summary>Adds a file's range behind what <see cref="Buffer"/> holds so far. It leaves by sendfile.</summary>
    /// <remarks>The file stays open until the range has left, even when it is disposed meanwhile.</remarks>
    /// <exception cref="ObjectDisposedException">The file is closed already.</exception>
    public void AppendFile(SafeFileHandle file, long position, int byteCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfNegative(byteCount);
        if (byteCount == 0) return;
        if (_fileCount == _files.Length) Array.Resize(ref _files, Math.Max(4, _fileCount * 2));
        var isHeld = false;
        file.DangerousAddRef(ref isHeld);
        _files[_fileCount++] = new FilePiece(file, position, byteCount, Buffer.Length);
    }

    /// <summary>Empties a response that was begun, to begin it anew.</summary>
    public void Clear()
    {
        Buffer.Clear();
        ReleaseFiles();
    }

    /// <summary>The response is whole: it leaves after those of earlier requests. From any thread.</summary>
    public void Complete() => Finish(isInline: false);

    /// <summary>The response is whole, and the caller's thread has nothing else to do: it may run the connection's turn itself.</summary>
    /// <remarks>For pool threads that hold no lock; it saves handing over to another thread.</remarks>
    public void CompleteAndRun() => Finish(isInline: true);

    /// <summary>There is no response (<c>acks=0</c>); those of later requests may leave. From any thread.</summary>
    public void CompleteWithoutResponse()
    {
        IsWithoutResponse = true;
        Finish(isInline: false);
    }

    /// <summary>Sends what is there, or nothing if that is nothing, and then closes the connection. From any thread.</summary>
    public void CompleteAndClose()
    {
        IsWithoutResponse = Buffer.Length == 0 && _fileCount == 0;
        ClosesConnection = true;
        Finish(isInline: false);
    }

    /// <summary>Bytes of the response without its length prefix; long, because file ranges add up.</summary>
    internal long ByteCount()
    {
        long sum = Buffer.Length;
        foreach (ref readonly var file in Files) sum += file.ByteCount;
        return sum;
    }

    internal void Open()
    {
        // One rent of the usual size instead of growing to it step by step.
        if (_usualLength > KeptBufferBytes && Buffer.Length == 0)
        {
            Buffer.Append(_usualLength);
            Buffer.Clear();
        }

        IsWithoutResponse = ClosesConnection = false;
        Volatile.Write(ref _state, (int)State.Filling);
    }

    /// <summary>Makes a slot ready for its next use once its bytes have left.</summary>
    internal void Recycle()
    {
        _usualLength = Buffer.Length;
        if (_usualLength > KeptBufferBytes) Buffer.Release();
        else Buffer.Clear();
        ReleaseFiles();
        Volatile.Write(ref _state, (int)State.Free);
    }

    /// <summary>Gives up a slot of a closed connection: whoever comes second, this or completing, frees its memory.</summary>
    internal void Abandon()
    {
        if (Interlocked.CompareExchange(ref _state, (int)State.Abandoned, (int)State.Filling) != (int)State.Filling) Release();
    }

    internal void Release()
    {
        _usualLength = 0;
        Buffer.Release();
        ReleaseFiles();
        _files = [];
    }

    private void Finish(bool isInline)
    {
        var previous = (State)Interlocked.CompareExchange(ref _state, (int)State.Complete, (int)State.Filling);
        if (previous == State.Filling) Connection.OnSlotComplete(isInline);
        else if (previous == State.Abandoned) Release();
        else throw new InvalidOperationException("A response was completed twice.");
    }

    private void ReleaseFiles()
    {
        for (var i = 0; i < _fileCount; i++) _files[i].File.DangerousRelease();
        Array.Clear(_files, 0, _fileCount);
        _fileCount = 0;
    }
}
