using CsCheck;
using Levada.Transfer.Targets;

namespace Levada.Transfer.Tests.Targets;

public sealed class PartNamesTests
{
    [Theory]
    [InlineData("part", 'm', 0, "", "part-m-00000")]
    [InlineData("part", 'r', 12, ".avro", "part-r-00012.avro")]
    [InlineData("x", 'm', 99999, ".gz", "x-m-99999.gz")]
    [InlineData("part", 'm', 123456, ".gz", "part-m-123456.gz")]
    public void A_name_has_five_digits_or_more(string baseName, char letter, int part, string extension, string name) =>
        Assert.Equal(name, PartNames.Of(baseName, letter, part, extension));

    [Theory]
    [InlineData("", 0)]
    [InlineData("_SUCCESS data.csv notpart-m-00009", 0)]
    [InlineData("part-m-00000 part-m-00003.gz part-m-00001", 4)]
    [InlineData("part-m-00003 part-r-00007.avro", 8)]
    [InlineData("part-m-00002-copy.gz", 3)]
    [InlineData("part-m-123456", 123457)]
    [InlineData("part-0001 part-m-1", 0)]
    [InlineData("partition-20240101", 20240102)]
    [InlineData("part-m-12345678901", 0)]
    [InlineData("x-m-00005", 0)]
    public void Numbers_go_on_above_the_greatest_of_the_part_files(string existing, int next) =>
        Assert.Equal(next, PartNames.Next(existing.Split(' ', StringSplitOptions.RemoveEmptyEntries), "part"));

    [Fact]
    public void Files_of_the_runs_own_base_name_count_too() => Assert.Equal(6, PartNames.Next(["x-m-00005", "xy-m-00009"], "x"));

    [Theory]
    [InlineData("part-m-00000", 4, "part-m-00004")]
    [InlineData("part-m-00000.gz", 4, "part-m-00004.gz")]
    [InlineData("part-m-00000.snappy.parquet", 4, "part-m-00004.parquet")]
    [InlineData("a.b-c-m-00000", 4, "a.b-c-m-00004")]
    [InlineData("part-m-00000.avro", 100000, "part-m-100000.avro")]
    public void An_appended_file_keeps_what_stands_before_its_number_and_its_last_extension(string name, int number, string renamed) =>
        Assert.Equal(renamed, PartNames.Renumber(name, number));

    [Fact]
    public void An_appended_file_never_gets_a_name_that_is_taken()
    {
        var names = Gen.Select(
            OneOf("part", "x", "part-00007", "a.b"), OneOf('m', 'r'), Gen.Int[0, 200_000], OneOf("", ".gz", ".snappy.parquet"),
            PartNames.Of);
        Gen.Select(names.Array[0, 20], OneOf("part", "x", "part-00007", "a.b"), Gen.Int[0, 30]).Sample((existing, baseName, part) =>
            !existing.Contains(PartNames.Renumber(PartNames.Of(baseName, 'm', part, ".gz"), PartNames.Next(existing, baseName) + part)));
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
