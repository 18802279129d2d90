
namespace Levada.Coordination.Tests;

public sealed class CoordinatorPartitionerTests
{
    // Hash codes by Java's definition: s[0]*31^(n-1) + ... + s[n-1] over UTF-16 units, wrapping at 32 bits.
    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 97)]
    [InlineData("hello", 99_162_322)]
    [InlineData("console-consumer-12345", 158_455_506)]
    [InlineData("\ud83d\ude00", 1_772_899)]
    // Its hash is the smallest int, whose absolute value does not fit.
    [InlineData("polygenelubricants", 0)]
    public void A_group_lives_where_Javas_hash_puts_it(string groupId, int absoluteHash)
    {
        foreach (var count in new[] { 1, 7, 50 }) Assert.Equal(absoluteHash % count, CoordinatorPartitioner.PartitionFor(groupId, count));
    }
}
