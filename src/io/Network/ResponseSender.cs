using System.Buffers;
using System.Buffers.Binary;

namespace Levada.Network;

/// <summary>The sending side of a connection: responses leave in the order of their requests, as soon as the first is complete.</summary>
/// <remarks>
/// Small responses are gathered in the thread's scratch buffer and leave together; what the socket does not take is copied
/// aside, so that a connection holds send memory only while its peer is slow. Large buffers leave from where they are,
/// file ranges by sendfile.
/// </remarks>
internal sealed class ResponseSender(Connection connection, ITransport transport, int slotCountMax, int unsentBytesMax)
{
    private const int PrefixBytes = sizeof(int);
    private const int ScratchBytes = 32 * 1024;
    private const int CopiedBytesMax = 8 * 1024;
    private const int SendFileBytesMax = 512 * 1024;
    private const int PilotBytes = 16 * 1024;

    [ThreadStatic]
    private static byte[]? t_scratch;

    private ResponseSlot[] _queue = [];
    private int _head;
    private int _count;
    private ResponseSlot? _free;

    // How far the first response has left: its prefix, bytes of its buffer, whole files, bytes of the next file.
    private bool _isPrefixTaken;
    private int _bufferTaken;
    private int _filesTaken;
    private int _fileBytesTaken;

    private byte[]? _aside;
    private int _sendingFromBuffer;
    private int _sendingFromFile;
    private bool _isBroken;
    private bool _isClosing;

    public int Count => _count;
    public bool IsSending { get; private set; }

    /// <summary>Whether the connection is to be closed because sending failed or a response asked for it.</summary>
    public bool IsFinished => _isBroken || (_isClosing && !IsSending);

    /// <summary>Bytes handed to the transport so far.</summary>
    public long SentByteCount { get; private set; }

    /// <summary>Whether another request may be handled: not with too many waiting, or with too much unsent.</summary>
    public bool HasRoom => _count < slotCountMax && (_count == 0 || UnsentBytes() < unsentBytesMax);

    public bool IsLastComplete => _count == 0 || At(_count - 1).IsComplete;
    public bool HasIncomplete { get { for (var i = 0; i < _count; i++) if (!At(i).IsComplete) return true; return false; } }

    /// <summary>Opens the next response's slot.</summary>
    public ResponseSlot Enqueue()
    {
        if (_count == _queue.Length) GrowQueue();
        var slot = _free ?? new ResponseSlot(connection);
        _free = slot.NextFree;
        slot.NextFree = null;
        slot.Open();
        _queue[(_head + _count++) & (_queue.Length - 1)] = slot;
        return slot;
    }

    /// <summary>Takes the last request's slot back if nothing is to be answered.</summary>
    public void DropLastUnlessComplete()
    {
        var slot = At(_count - 1);
        if (slot.IsComplete) return;
        _count--;
        slot.Abandon();
    }

    /// <summary>Sends what is complete, until nothing is, the socket is full or the budget is spent.</summary>
    public void Pump(ref int budget)
    {
        while (budget > 0 && !IsSending && !IsFinished && _count > 0 && _queue[_head].IsComplete)
        {
            var before = SentByteCount;
            SendNext();
            budget -= (int)Math.Min(SentByteCount - before, int.MaxValue / 2);
        }
    }

    /// <summary>Takes note that a pending send has ended.</summary>
    public void OnSent(Transfer transfer)
    {
        IsSending = false;
        if (_aside is { } aside)
        {
            _aside = null;
            ArrayPool<byte>.Shared.Return(aside);
        }

        if (transfer.Status == TransferStatus.Failed)
        {
            _isBroken = true;
            return;
        }

        SentByteCount += transfer.ByteCount;
        _bufferTaken += _sendingFromBuffer;
        _sendingFromBuffer = 0;
        TakeFileBytes(_sendingFromFile);
        _sendingFromFile = 0;
        DequeueIfTaken();
    }

    /// <summary>Gives back what only a busy connection needs.</summary>
    public void Trim()
    {
        if (_count > 0) return;
        for (; _free is { } slot; _free = slot.NextFree) slot.Release();
        _queue = [];
        _head = 0;
    }

    /// <summary>Gives everything back; not while a send is pending.</summary>
    public void Abandon()
    {
        for (; _count > 0; _count--) _queue[(_head + _count - 1) & (_queue.Length - 1)].Abandon();
        Trim();
    }

    private void SendNext()
    {
        var filled = Gather(out var isMoreComing);
        if (filled > 0)
        {
            SendScratch(filled, isMoreComing);
            return;
        }

        if (_isClosing || _count == 0 || !_queue[_head].IsComplete) return;
        var slot = _queue[_head];
        if (BufferBytesBeforeFile(slot) > 0) SendBuffer(slot);
        else SendFile(slot);
    }

    /// <summary>Copies prefixes and small parts to the scratch buffer, up to the first part that leaves by itself.</summary>
    private int Gather(out bool isMoreComing)
    {
        var scratch = t_scratch ??= new byte[ScratchBytes];
        var filled = 0;
        isMoreComing = false;
        while (_count > 0 && _queue[_head] is { IsComplete: true } slot && !_isClosing)
        {
            if (!_isPrefixTaken && !slot.IsWithoutResponse)
            {
                if (filled + PrefixBytes > ScratchBytes) break;
                WritePrefix(slot, scratch.AsSpan(filled));
                filled += PrefixBytes;
            }

            _isPrefixTaken = true;
            var part = slot.IsWithoutResponse ? 0 : BufferBytesBeforeFile(slot);
            isMoreComing = part > 0;
            if (part > Math.Min(CopiedBytesMax, ScratchBytes - filled)) break;
            slot.Buffer.Written.Slice(_bufferTaken, part).CopyTo(scratch.AsSpan(filled));
            filled += part;
            _bufferTaken += part;
            isMoreComing = !DequeueIfTaken();
            if (isMoreComing) break;
        }

        return filled;
    }

    private static void WritePrefix(ResponseSlot slot, Span<byte> target)
    {
        var byteCount = slot.ByteCount();
        if (byteCount > int.MaxValue) throw new InvalidOperationException($"A response of {byteCount} bytes has no length prefix.");
        BinaryPrimitives.WriteInt32BigEndian(target, (int)byteCount);
    }

    private void SendScratch(int filled, bool isMoreComing)
    {
        var bytes = t_scratch.AsSpan(0, filled);
        var sent = transport.TrySend(bytes, isMoreComing);
        if (!Note(sent) || sent.ByteCount == filled) return;
        var rest = bytes[sent.ByteCount..];
        _aside = ArrayPool<byte>.Shared.Rent(rest.Length);
        rest.CopyTo(_aside);
        Begin(_aside.AsMemory(0, rest.Length));
    }

    private void SendBuffer(ResponseSlot slot)
    {
        var byteCount = BufferBytesBeforeFile(slot);
        var isFileNext = _filesTaken < slot.Files.Length;
        var sent = transport.TrySend(slot.Buffer.Written.Slice(_bufferTaken, byteCount), isFileNext);
        if (!Note(sent)) return;
        _bufferTaken += sent.ByteCount;
        if (sent.ByteCount == byteCount)
        {
            DequeueIfTaken();
            return;
        }

        _sendingFromBuffer = byteCount - sent.ByteCount;
        Begin(slot.Buffer.WrittenMemory.Slice(_bufferTaken, _sendingFromBuffer));
    }

    private void SendFile(ResponseSlot slot)
    {
        ref readonly var file = ref slot.Files[_filesTaken];
        var position = file.Position + _fileBytesTaken;
        var left = file.ByteCount - _fileBytesTaken;
        var sent = transport.TrySendFile(file.File, position, Math.Min(left, SendFileBytesMax));
        if (sent.Status != TransferStatus.WouldBlock)
        {
            if (!Note(sent)) return;
            TakeFileBytes(sent.ByteCount);
            DequeueIfTaken();
            return;
        }

        // The runtime tells of a writable socket only through a send: one piece by copy, then sendfile again.
        var aside = ArrayPool<byte>.Shared.Rent(PilotBytes);
        _aside = aside;
        var read = ReadFile(file, position, aside.AsSpan(0, Math.Min(left, PilotBytes)));
        if (read <= 0)
        {
            _isBroken = true;
            return;
        }

        _sendingFromFile = read;
        Begin(aside.AsMemory(0, read));
    }

    private static int ReadFile(in FilePiece file, long position, Span<byte> target)
    {
        try
        {
            return RandomAccess.Read(file.File, target, position);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    private void Begin(ReadOnlyMemory<byte> bytes)
    {
        IsSending = true;
        var transfer = transport.Send(bytes);
        if (transfer.Status != TransferStatus.Pending) OnSent(transfer);
    }

    private bool Note(Transfer sent)
    {
        if (sent.Status == TransferStatus.Failed) _isBroken = true;
        SentByteCount += sent.ByteCount;
        return sent.Status != TransferStatus.Failed;
    }

    private int BufferBytesBeforeFile(ResponseSlot slot)
    {
        var files = slot.Files;
        var end = _filesTaken < files.Length ? files[_filesTaken].BufferLength : slot.Buffer.Length;
        return end - _bufferTaken;
    }

    private void TakeFileBytes(int byteCount)
    {
        if (byteCount == 0) return;
        _fileBytesTaken += byteCount;
        if (_fileBytesTaken < _queue[_head].Files[_filesTaken].ByteCount) return;
        _filesTaken++;
        _fileBytesTaken = 0;
    }

    private bool DequeueIfTaken()
    {
        if (_count == 0) return false;
        var slot = _queue[_head];
        var isTaken = _isPrefixTaken
            && (slot.IsWithoutResponse || (_bufferTaken == slot.Buffer.Length && _filesTaken == slot.Files.Length));
        if (!isTaken) return false;
        _isClosing |= slot.ClosesConnection;
        _head = (_head + 1) & (_queue.Length - 1);
        _count--;
        _isPrefixTaken = false;
        _bufferTaken = _filesTaken = _fileBytesTaken = 0;
        slot.Recycle();
        slot.NextFree = _free;
        _free = slot;
        return true;
    }

    private long UnsentBytes()
    {
        long sum = 0;
        for (var i = 0; i < _count && sum < unsentBytesMax; i++)
        {
            if (At(i) is { IsComplete: true } slot) sum += slot.Buffer.Length;
        }

        return sum;
    }

    private ResponseSlot At(int index) => _queue[(_head + index) & (_queue.Length - 1)];

    private void GrowQueue()
    {
        var grown = new ResponseSlot[Math.Max(4, _queue.Length * 2)];
        for (var i = 0; i < _count; i++) grown[i] = At(i);
        _queue = grown;
        _head = 0;
    }
}
