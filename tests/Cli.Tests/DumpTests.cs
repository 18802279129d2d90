using System.Buffers.Binary;
using System.Text;
using Levada.Dump;
using Levada.Output;
using Levada.Records;

namespace Levada.Cli.Tests;

public sealed class DumpTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("levada-dump-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Batches_and_records_of_a_segment_print()
    {
        var path = Write("orders-0/00000000000000000042.log", TestRecords.Batch("key"u8, "value"u8).Written);
        var (exitCode, text) = Dump(path, isDeep: true);

        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Contains("\"position\":0", text);
        Assert.Contains("\"baseOffset\":42,\"lastOffset\":42,\"records\":1,\"codec\":\"none\",\"crcValid\":true", text);
        Assert.Contains("\"key\":\"key\",\"value\":\"value\"", text);
    }

    [Fact]
    public void Damage_is_named_and_ends_in_a_failure()
    {
        var bytes = TestRecords.Batch("key"u8, "value"u8).Written.ToArray();
        bytes[^1] ^= 1;
        var path = Write("orders-0/00000000000000000042.log", [.. bytes, 1, 2, 3]);
        var (exitCode, text) = Dump(path, isDeep: true);

        Assert.Equal(ExitCode.Failure, exitCode);
        Assert.Contains("\"crcValid\":false", text);
        Assert.Contains($"\"position\":{bytes.Length},\"damage\":", text);
    }

    [Fact]
    public void Offsets_of_an_index_are_absolute_and_padding_is_left_out()
    {
        var bytes = new byte[80];
        BinaryPrimitives.WriteInt32BigEndian(bytes, 5);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), 4096);
        var (_, text) = Dump(Write("00000000000000000100.index", bytes));

        Assert.Equal("\"offset\":105,\"position\":4096}\n", text[text.IndexOf("\"offset\"", StringComparison.Ordinal)..]);
    }

    [Fact]
    public void Checkpoints_print_their_entries()
    {
        var (exitCode, text) = Dump(Write("replication-offset-checkpoint", "0\n1\norders 0 17\n"u8));
        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Contains("\"topic\":\"orders\",\"partition\":0,\"offset\":17", text);

        (_, text) = Dump(Write("leader-epoch-checkpoint", "0\n1\n3 17\n"u8));
        Assert.Contains("\"epoch\":3,\"startOffset\":17", text);
    }

    [Fact]
    public void A_producer_snapshot_with_a_wrong_CRC_is_damaged()
    {
        var bytes = new byte[10];
        bytes[1] = 1;
        var (exitCode, _) = Dump(Write("00000000000000000007.snapshot", bytes));
        Assert.Equal(ExitCode.Failure, exitCode);

        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(2), Crc32C.Compute(bytes.AsSpan(6)));
        (exitCode, _) = Dump(Write("00000000000000000007.snapshot", bytes));
        Assert.Equal(ExitCode.Success, exitCode);
    }

    [Fact]
    public void Other_files_are_a_usage_error() => Assert.Throws<UsageException>(() => Dump(Write("notes.txt", "x"u8)));

    private string Write(string name, ReadOnlySpan<byte> bytes)
    {
        var path = Path.Combine(_directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static (int ExitCode, string Text) Dump(string path, bool isDeep = false)
    {
        using var stream = new MemoryStream();
        var screen = new Screen(stream, TextWriter.Null, OutputFormat.Json, int.MaxValue, hasProgress: false);
        var exitCode = new DumpOperation(screen, new DumpOptions([path], isDeep, int.MaxValue)).Run(CancellationToken.None);
        return (exitCode, Encoding.UTF8.GetString(stream.ToArray()));
    }
}
