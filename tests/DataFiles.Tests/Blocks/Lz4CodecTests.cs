using Levada.DataFiles.Blocks;

namespace Levada.DataFiles.Tests.Blocks;

public sealed class Lz4CodecTests
{
    [Fact]
    public void Nothing_is_a_single_token_as_the_format_wants()
    {
        using var codec = new Lz4Codec();
        var packed = new BlockBuffer();
        codec.Compress(default, packed);
        Assert.Equal([0], packed.Written.ToArray());
    }
}
