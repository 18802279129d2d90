using CsCheck;
using Levada.Protocol.Tests.Oracle;

namespace Levada.Protocol.Tests;

/// <summary>What comes from the network may be anything: a reader fails, it does not throw or take memory.</summary>
public sealed class ArbitraryBytesTests
{
    /// <summary>The most memory a reader may take, per byte of the frame.</summary>
    private const int MemoryPerByteMax = 32;

    /// <summary>What a reader may take for any frame, however short: first arrays, a struct's default arrays.</summary>
    private const int MemoryMin = 16 * 1024;

    public static TheoryData<string> Names => [.. OracleSchemas.All.Select(m => m.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Random_bytes_neither_throw_nor_take_much_memory(string name) =>
        ForEachVersion(name, (codec, _, version) =>
            Gen.Byte.Array[0, 300].Sample(bytes => AssertModest(codec, bytes, version), iter: 40));

    [Theory, MemberData(nameof(Names))]
    public void Every_prefix_of_a_valid_body_fails(string name) =>
        ForEachVersion(name, (codec, message, version) => Gen.Int.Sample(seed =>
        {
            var whole = new OracleEncoder(message, version, seed).Encode();
            foreach (var length in Lengths(whole.Length)) Assert.Null(codec.Rewrite(whole[..length], version));
        }, iter: 4));

    [Theory, MemberData(nameof(Names))]
    public void A_changed_body_neither_throws_nor_takes_much_memory(string name) =>
        ForEachVersion(name, (codec, message, version) =>
            Gen.Select(Gen.Int, Gen.Int[0, int.MaxValue], Gen.OneOf(Gen.Const((byte)0), Gen.Const((byte)1), Gen.Const((byte)0x80), Gen.Byte)).Sample((seed, at, value) =>
            {
                var bytes = new OracleEncoder(message, version, seed).Encode();
                if (bytes.Length > 0) bytes[at % bytes.Length] = value;
                AssertModest(codec, bytes, version);
            }, iter: 30));

    [Theory, MemberData(nameof(Names))]
    public void Crowded_arrays_take_memory_in_proportion_to_the_frame(string name) =>
        ForEachVersion(name, (codec, message, version) =>
        {
            foreach (var bytes in CrowdedEncoder.EncodeEach(message, version))
            {
                Assert.Equal(bytes, codec.Rewrite(bytes, version));
                AssertModest(codec, bytes, version);
            }
        });

    private static void AssertModest(GeneratedCodec codec, byte[] bytes, short version)
    {
        var allocated = codec.ReadAndCountAllocated(bytes, version);
        var allowed = MemoryMin + (long)MemoryPerByteMax * bytes.Length;
        Assert.True(allocated <= allowed, $"{codec.Type.Name} v{version}: {allocated} bytes of memory for a body of {bytes.Length}");
    }

    private static void ForEachVersion(string name, Action<GeneratedCodec, OracleMessage, short> check)
    {
        var message = OracleSchemas.Named(name);
        var codec = GeneratedCodec.Of(message);
        foreach (var version in message.Versions) check(codec, message, version);
    }

    private static IEnumerable<int> Lengths(int whole) =>
        whole <= 400 ? Enumerable.Range(0, whole) : Enumerable.Range(0, 400).Select(i => (int)((long)i * whole / 400));
}
