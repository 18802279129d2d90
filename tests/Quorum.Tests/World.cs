using Levada.Log;
using Levada.Protocol;
using Levada.Simulation;

namespace Levada.Quorum.Tests;

/// <summary>A disk with a metadata directory on it, and the node that every test is.</summary>
internal static class World
{
    public const string Directory = "data/__cluster_metadata-0";
    public const long NowMs = 1_700_000_000_000;

    public static readonly Uuid DirectoryId = new(17, 42);

    public static QuorumOptions Options { get; } = new()
    {
        NodeId = 1,
        DirectoryId = DirectoryId,
        Endpoints = [new VoterEndpoint("CONTROLLER", "localhost", 9093)],
    };

    public static SimulatedDisk CreateDisk(ulong seed = 1)
    {
        var disk = new SimulatedDisk(new SeededRandom(seed), new ManualClock(NowMs));
        disk.CreateDirectory(Directory);
        disk.FlushDirectory("");
        disk.FlushDirectory("data");
        return disk;
    }

    public static void WriteFile(this IFileSystem disk, string name, ReadOnlySpan<byte> bytes)
    {
        using var file = disk.Open($"{Directory}/{name}", FileOpenMode.CreateOrTruncate);
        file.Write(bytes, 0);
    }

    public static byte[] ReadFile(this IFileSystem disk, string name)
    {
        using var file = disk.Open($"{Directory}/{name}", FileOpenMode.Existing);
        var bytes = new byte[file.Length];
        file.Read(bytes, 0);
        return bytes;
    }

    public static byte[] Value(int number) => [1, (byte)number, (byte)(number >> 8), (byte)(number >> 16)];
}
