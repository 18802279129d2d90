using System.Text;
using CsCheck;
using Levada.Client.Producing;

namespace Levada.Client.Tests;

public sealed class Murmur2Tests
{
    // The values that the Java client's own hash gives.
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void Hashes_are_those_of_the_Java_client(string key, int hash) =>
        Assert.Equal(hash, Murmur2.Hash(Encoding.UTF8.GetBytes(key)));

    [Fact]
    public void A_key_always_goes_to_the_same_existing_partition() =>
        Gen.Select(Gen.Byte.Array, Gen.Int[1, 1000]).Sample((key, partitionCount) =>
        {
            var partition = Murmur2.Partition(key, partitionCount);
            Assert.InRange(partition, 0, partitionCount - 1);
            Assert.Equal(partition, Murmur2.Partition(key.ToArray(), partitionCount));
        });
}
