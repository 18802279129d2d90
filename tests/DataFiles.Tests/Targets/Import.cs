using System.Collections.Immutable;
using System.Text;
using Levada.DataFiles.Targets;
using Levada.Transfer.Options;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Tests.Targets;

/// <summary>One run into a target, from opening to disposal.</summary>
internal sealed record Import(string Target, TargetMode Mode)
{
    public ImmutableArray<string[]> Parts { get; init; } = [["a1", "a2"], [], ["c1"]];

    public string? LargeValue { get; init; }

    public string? FollowUp { get; init; }

    /// <summary>What the caller does between commit and confirmation.</summary>
    public Action DoFollowUp { get; init; } = () => { };

    public string? TemporaryRoot { get; init; }

    public string? Codec { get; init; }

    public bool IsResumed { get; init; }

    public bool IsAbandoned { get; init; }

    public ImmutableSortedDictionary<string, string> Properties { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public TargetRequest Request => new(
        Target,
        LineWriter.Schema,
        new TransferOptions(ToolName.Import)
        {
            CompressionCodec = Codec,
            Properties = Properties,
            Import = new ImportOptions { TemporaryRootDir = TemporaryRoot, IsResumed = IsResumed, InlineLobBytesMax = 4 },
        },
        Mode,
        "emp");

    public LocalDirectoryTarget Open(IDisk disk) => Open(disk, new LineWriter.Factory());

    public LocalDirectoryTarget Open(IDisk disk, LineWriter.Factory writers) => new(Request, OpenedTarget.Open(Request, disk), writers, disk);

    public void Run(IDisk disk)
    {
        using var target = Open(disk);
        for (var part = 0; part < Parts.Length; part++)
            WritePart(target, part, Parts[part]);
        if (LargeValue is not null)
            target.LargeObjects(0).Store(new MemoryStream(Encoding.UTF8.GetBytes(LargeValue)), default);
        if (IsAbandoned)
            return;
        target.Commit(FollowUp, default);
        DoFollowUp();
        if (FollowUp is not null)
            target.ConfirmFollowUp();
    }

    public static void WritePart(IImportTarget target, int part, params string[] lines)
    {
        using var writer = target.OpenPart(part, default);
        writer.Write(LineWriter.Batch(lines), default);
        writer.Complete(default);
    }
}
