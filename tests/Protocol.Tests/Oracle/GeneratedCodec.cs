using System.Reflection;

namespace Levada.Protocol.Tests.Oracle;

/// <summary>A generated message by its name, through the interface that all of them implement.</summary>
public sealed class GeneratedCodec
{
    private delegate void ReadBody(ref WireReader reader, short version);

    private readonly Func<byte[], short, byte[]?> _rewrite;
    private readonly ReadBody _read;

    private GeneratedCodec(Type type)
    {
        Type = type;
        _rewrite = Method(nameof(RewriteAs)).CreateDelegate<Func<byte[], short, byte[]?>>();
        _read = Method(nameof(ReadAs)).CreateDelegate<ReadBody>();
        (Lowest, Highest, IsFlexible) = ((short, short, Func<short, bool>))Method(nameof(VersionsOf)).Invoke(null, null)!;

        MethodInfo Method(string name) =>
            typeof(GeneratedCodec).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type);
    }

    public Type Type { get; }
    public short Lowest { get; }
    public short Highest { get; }
    public Func<short, bool> IsFlexible { get; }

    public static GeneratedCodec Of(OracleMessage message)
    {
        var space = message.IsRecord ? "Levada.Protocol.Records" : "Levada.Protocol.Messages";
        return new GeneratedCodec(typeof(WireReader).Assembly.GetType($"{space}.{message.Name}", throwOnError: true)!);
    }

    /// <summary>Reads a whole body and writes it again; null when it cannot be read to its last byte.</summary>
    public byte[]? Rewrite(byte[] body, short version) => _rewrite(body, version);

    /// <summary>Reads a body and says how many bytes of memory that took.</summary>
    public long ReadAndCountAllocated(byte[] body, short version)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reader = new WireReader(body);
        _read(ref reader, version);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static byte[]? RewriteAs<T>(byte[] body, short version) where T : struct, IWireMessage<T>
    {
        var reader = new WireReader(body);
        var value = T.Read(ref reader, version);
        if (reader.Failed || reader.RemainingCount > 0) return null;
        var buffer = new FrameBuffer();
        value.Write(new WireWriter(buffer), version);
        var written = buffer.Written.ToArray();
        buffer.Release();
        return written;
    }

    private static void ReadAs<T>(ref WireReader reader, short version) where T : struct, IWireMessage<T> =>
        T.Read(ref reader, version);

    private static (short, short, Func<short, bool>) VersionsOf<T>() where T : struct, IWireMessage<T> =>
        (T.LowestVersion, T.HighestVersion, T.IsFlexible);
}
