using System.Collections.Concurrent;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;
using Levada.Transfer.Text;

namespace Levada.TransferEngine.Tests;

/// <summary>A target that keeps each part as lines of text, and shows them when it is committed.</summary>
internal sealed class MemoryTarget(TargetRequest request) : IImportTarget
{
    private readonly ConcurrentDictionary<int, Part> _staged = new();

    public SortedDictionary<int, string[]> Parts { get; } = [];

    public string Description => request.Location;

    public string? ResumeNote { get; init; }

    public string? SavedNote { get; private set; }

    public bool IsCommitted { get; private set; }

    public IPartWriter OpenPart(int part, CancellationToken cancellationToken) => _staged[part] = new Part(request);

    public IPartWriter ReopenPart(int part, long byteCount, CancellationToken cancellationToken) => OpenPart(part, cancellationToken);

    public ILargeObjectStore LargeObjects(int part) => throw new NotSupportedException();

    public Stream OpenScratch() => new MemoryStream();

    public void SaveResumeNote(string note, CancellationToken cancellationToken) => SavedNote = note;

    public void Commit(string? followUp, CancellationToken cancellationToken)
    {
        IsCommitted = true;
        foreach (var (number, part) in _staged)
            Parts.Add(number, part.Lines);
    }

    public void KeepForResume()
    {
    }

    public void Dispose()
    {
    }

    private sealed class Part(TargetRequest request) : IPartWriter
    {
        private readonly System.Buffers.ArrayBufferWriter<byte> _text = new();
        private readonly DelimitedFormatter _formatter = new(request.Schema, request.Options.Text, FormatOptions.From(request.Options));

        public long ByteCount => _text.WrittenCount;

        public string[] Lines => System.Text.Encoding.UTF8.GetString(_text.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        public void Write(RowBatch batch, CancellationToken cancellationToken) => _formatter.Write(batch, _text);

        public long? Cut(CancellationToken cancellationToken) => ByteCount;

        public void Complete(CancellationToken cancellationToken)
        {
        }

        public void Dispose()
        {
        }
    }
}
