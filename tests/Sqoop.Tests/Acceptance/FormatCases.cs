using System.Text.Json;
using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Acceptance;

/// <summary>Avro, Parquet and SequenceFiles, as other programs read them.</summary>
public sealed class FormatCases : AcceptanceCase
{
    private AvroFile Avro => new(Path.Combine(D, "part-m-00000.avro"));

    [Fact]
    public void AVR_01_Types_have_their_Avro_forms_and_the_schema_is_left_in_the_working_folder()
    {
        Use(Product.MariaDb);
        Succeed("import $C --table av --target-dir $D -m 1 --as-avrodatafile");
        Assert.Equal(["_SUCCESS", "part-m-00000.avro"], FileTree.Names(D));
        Assert.Equal(("null", "av"), (Avro.Codec, Avro.RecordName));
        Assert.Equal(
            ["c_bit:boolean", "c_int:int", "c_big:long", "c_real:float", "c_dbl:double", "c_vc:string", "c_vb:bytes", "c_dec:string", "c_dt:long"],
            Avro.Fields);
        Assert.True(JsonElement.DeepEquals(Avro.Schema(), JsonDocument.Parse(File.ReadAllText(Path.Combine(Work, "av.avsc"))).RootElement));
        var record = Assert.Single(Avro.Records());
        Assert.Equal(
            ["True", "100", "200", "1", "2", "s", "\u0001\u0002", "1.00", "86400000"],
            record.EnumerateObject().Select(field => field.Value.EnumerateObject().Single().Value.ToString()).Select(Shortened));
    }

    [Fact]
    public void AVR_02_A_column_can_be_given_another_type()
    {
        Use(Product.MariaDb);
        Succeed("import $C --table av --target-dir $D -m 1 --as-avrodatafile --map-column-java c_int=String");
        Assert.Contains("c_int:string", Avro.Fields);
        Assert.Equal("100", Assert.Single(Avro.Records()).GetProperty("c_int").GetProperty("string").GetString());
    }

    [Fact]
    public void AVR_05_An_unknown_codec_is_refused()
    {
        Use(Product.MariaDb);
        Refuse("import $C --table t4 --target-dir $D -m 1 --as-avrodatafile --compression-codec foobar", "foobar");
    }

    [Fact]
    public void AVR_06_Names_are_cleaned_and_the_original_ones_kept_as_attributes()
    {
        Use(Product.MariaDb);
        Succeed("import $C --table 'n-a+m/e' --target-dir $D -m 1 --as-avrodatafile");
        Assert.Equal("n_a_m_e", Avro.RecordName);
        Assert.Equal(["id:int", "__NAME:string", "x_1:int"], Avro.Fields);
        Assert.Equal(
            ["id", "_NAME", "x$1"],
            Avro.Schema().GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("columnName").GetString()));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void AVR_08_The_record_of_a_query_is_named_by_its_class(Product product)
    {
        Use(product);
        Succeed("import $C --query 'SELECT a FROM t4 WHERE $CONDITIONS' --target-dir $D -m 1 --as-avrodatafile --class-name Q1");
        Assert.Equal("Q1", Avro.RecordName);
        Assert.Equal([1, 3, 5, 7], Avro.Records().Select(record => record.GetProperty("a").EnumerateObject().Single().Value.GetInt32()));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void PAR_01_Each_task_writes_a_Parquet_file_of_optional_columns(Product product)
    {
        Use(product);
        Succeed("import $C --table t4 --target-dir $D -m 2 --as-parquetfile");
        Assert.Equal(["_SUCCESS", "part-m-00000.parquet", "part-m-00001.parquet"], FileTree.Names(D));
        var (first, second) = (new ParquetTable(Path.Combine(D, "part-m-00000.parquet")), new ParquetTable(Path.Combine(D, "part-m-00001.parquet")));
        string[] columns = product == Product.MariaDb ? ["a:INT32:OPTIONAL", "b:INT32:OPTIONAL"] : [.. first.Columns];
        Assert.Equal(columns, first.Columns);
        Assert.Equal(columns, second.Columns);
        Assert.Equal(["1,8", "3,6"], first.Rows);
        Assert.Equal(["5,4", "7,2"], second.Rows);
    }

    [Fact]
    public void PAR_02_The_codec_stands_in_the_column_chunks_and_in_the_name()
    {
        Use(Product.MariaDb);
        Succeed("import $C --table t4 --target-dir $D -m 2 --as-parquetfile --compression-codec snappy");
        Assert.Equal(["_SUCCESS", "part-m-00000.snappy.parquet", "part-m-00001.snappy.parquet"], FileTree.Names(D));
        Assert.Equal(["SNAPPY"], new ParquetTable(Path.Combine(D, "part-m-00000.snappy.parquet")).Codecs);
    }

    [Fact]
    public void SEQ_01_A_SequenceFile_holds_numbered_records_of_the_generated_class()
    {
        Use(Product.MariaDb);
        Succeed("import $C --table t4 --target-dir $D -m 1 --as-sequencefile");
        Assert.Equal(["_SUCCESS", "part-m-00000"], FileTree.Names(D));
        var file = new SequenceFile(Path.Combine(D, "part-m-00000"));
        Assert.Equal(("org.apache.hadoop.io.LongWritable", "t4"), (file.KeyClass, file.ValueClass));
        Assert.Equal(["00000000010000000008", "00000000030000000006", "00000000050000000004", "00000000070000000002"], file.Records.Select(record => record.Value));
        Assert.Equal(file.Records.Select(record => record.Key).Order(), file.Records.Select(record => record.Key));
    }

    // JSON texts of numbers differ in their zeros.
    private static string Shortened(string number) => number is "1.0" or "2.0" ? number[..1] : number;
}
