using System.Diagnostics;
using CsCheck;
using static Levada.DataFiles.Tests.Codecs.CodecSamples;

namespace Levada.DataFiles.Tests.Codecs;

/// <summary>The command line tools of the formats read our files, of several members and of none, and we read theirs.</summary>
public sealed class CommandLineToolTests
{
    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("bzip2", "bzip2")]
    [InlineData("zstd", "zstd")]
    public void The_formats_own_tool_reads_our_files(string name, string tool)
    {
        Assert.Equal([.. Lines(50_000), .. Lines(3)], Run(tool, "-dc", Compress(Codec(name), Lines(50_000), Lines(3))));
        Assert.Empty(Run(tool, "-dc", Compress(Codec(name))));
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("bzip2", "bzip2")]
    [InlineData("zstd", "zstd")]
    public void We_read_the_files_of_the_formats_own_tool(string name, string tool)
    {
        var file = Run(tool, "-c", Lines(50_000));
        Assert.Equal([.. Lines(50_000), .. Lines(50_000)], Decompress(Codec(name), [.. file, .. file]));
        Assert.Empty(Decompress(Codec(name), Run(tool, "-c", [])));
    }

    [Fact]
    public void The_lz4_tool_reads_our_blocks()
    {
        var bytes = Gen.OneOf(Gen.Byte.Array[1, 40], Gen.Select(Gen.Int[1, 2000], Gen.Int[1, 30], Gen.Int, Repeated));
        bytes.Array[1, 30].Sample(
            blocks =>
            {
                var file = new MemoryStream();
                // The tool knows LZ4's own frames: descriptor of independent blocks of up to 64 KiB without checksums.
                file.Write([0x04, 0x22, 0x4D, 0x18, 0x60, 0x40, 0x82]);
                foreach (var block in blocks)
                {
                    var compressed = Compress(Codec("lz4"), block).AsSpan(8);
                    file.Write(BitConverter.GetBytes(compressed.Length));
                    file.Write(compressed);
                }

                file.Write(BitConverter.GetBytes(0));
                return Run("lz4", "-dc", file.ToArray()).AsSpan().SequenceEqual([.. blocks.SelectMany(block => block)]);
            },
            iter: 20);
    }

    private static byte[] Run(string tool, string option, byte[] input)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        Assert.SkipUnless(folders.Any(folder => File.Exists(Path.Join(folder, tool))), $"{tool} is not installed");
        using var process = Process.Start(
            new ProcessStartInfo(tool, option) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var writing = Task.Run(() =>
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        });
        var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        writing.GetAwaiter().GetResult();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
