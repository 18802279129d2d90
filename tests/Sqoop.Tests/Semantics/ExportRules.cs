using System.IO.Compression;
using System.Text;
using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Semantics;

/// <summary>Rules of exports beside the acceptance cases.</summary>
public sealed class ExportRules : AcceptanceCase
{
    private const string AllOfTarget = "SELECT id, msg, n FROM exp_t ORDER BY id";
    private const string Tables = """
        CREATE TABLE exp_t (id INT NOT NULL PRIMARY KEY, msg VARCHAR(64), n INT);
        CREATE TABLE exp_stage (id INT NOT NULL PRIMARY KEY, msg VARCHAR(64), n INT);
        """;

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void A_staging_table_must_be_empty_or_may_be_cleared(Product product)
    {
        UseNew(product, Tables + "INSERT INTO exp_stage VALUES (99,'left',1);");
        Put("d/p", "1,a,10\n");
        Refuse("export $C --table exp_t --staging-table exp_stage --export-dir $D", "exp_stage", "is not empty", "--clear-staging-table");
        Succeed("export $C --table exp_t --staging-table exp_stage --clear-staging-table --export-dir $D");
        Assert.Equal(["1|a|10"], Database.Rows(AllOfTarget));
        Assert.Equal(0, Database.Count("SELECT COUNT(*) FROM exp_stage"));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void Hidden_files_are_no_data_and_an_empty_directory_has_none(Product product)
    {
        UseNew(product, Tables);
        Directory.CreateDirectory(D);
        Assert.Contains("Exported 0 records.", Succeed("export $C --table exp_t --export-dir $D").Log);
        Put("d/part-m-00000", "1,a,10\n");
        Put("d/_SUCCESS", "");
        Put("d/_logs/x", "nonsense");
        Put("d/.hidden", "nonsense");
        Assert.Contains("Exported 1 records.", Succeed("export $C --table exp_t --export-dir $D").Log);
    }

    [Theory]
    [InlineData("d/part-m-00001")]
    [InlineData("d/part-*1")]
    [InlineData("file://$W/d/part-m-00001")]
    public void One_file_or_a_pattern_can_be_exported(string location)
    {
        UseNew(Product.Sqlite, Tables);
        Put("d/part-m-00000", "1,a,10\n");
        Put("d/part-m-00001", "2,b,20\n");
        Succeed($"export $C --table exp_t --export-dir {location} -m 1");
        Assert.Equal(["2|b|20"], Database.Rows(AllOfTarget));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void Fields_may_be_enclosed_escaped_missing_surplus_and_null(Product product)
    {
        UseNew(product, Tables);
        Put("d/p", "1,\"a,\n\\\"b\\\"\",10\n2,\\N,NUL\n3\n4,d,40,surplus\n5,,\n6,null,60");
        Succeed("""
            export $C --table exp_t --export-dir $D -m 2 --input-optionally-enclosed-by '"' --input-escaped-by '\\'
            --input-null-string N --input-null-non-string NUL
            """);
        Assert.Equal("a,\n\"b\"", Database.Run("SELECT msg FROM exp_t WHERE id = 1;").TrimEnd('\n').Replace("\\n", "\n"));
        Assert.Equal(["2|NULL|NULL", "3|NULL|NULL", "4|d|40", "5||NULL", "6|null|60"], Database.Rows("SELECT id, msg, n FROM exp_t WHERE id > 1 ORDER BY id"));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void Lines_of_another_system_and_without_an_end_are_lines(Product product)
    {
        UseNew(product, Tables);
        Put("d/p", "\ufeff1,a,10\r\n2,b,20\r\n3,c,30");
        Succeed("export $C --table exp_t --export-dir $D -m 2");
        Assert.Equal(["1|a|10", "2|b|20", "3|c|30"], Database.Rows(AllOfTarget));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void A_duplicate_key_a_text_that_is_too_long_and_a_missing_value_are_errors_on_every_way(Product product)
    {
        UseNew(product, Tables + "CREATE TABLE strict (id INT NOT NULL PRIMARY KEY, msg VARCHAR(3) NOT NULL CHECK (length(msg) <= 3)); INSERT INTO strict VALUES (1,'old');");
        foreach (var (line, name) in new[] { ("1,a", "duplicate"), ("2,long", "long"), ("3,null", "null") })
        {
            foreach (var option in new[] { "", "--batch", "--direct" }.Where(option => product == Product.PostgreSql || option != "--direct"))
            {
                Put($"{name}/p", line + "\n");
                Refuse($"export $C --table strict --export-dir {name} -m 1 {option}");
                Assert.Equal(["1|old"], Database.Rows("SELECT * FROM strict"));
            }
        }
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void Bytes_that_are_no_UTF_8_are_a_bad_record_and_never_another_letter(Product product)
    {
        UseNew(product, Tables);
        Directory.CreateDirectory(D);
        File.WriteAllBytes(Path.Combine(D, "p"), [.. "1,a\nb,1\n"u8[..2], 0xff, .. ",1\n"u8]);
        Refuse("export $C --table exp_t --export-dir $D -m 1", Path.Combine(D, "p"));
        Assert.Empty(Database.Rows(AllOfTarget));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void A_validated_export_counts_the_table_and_a_table_with_other_rows_fails(Product product)
    {
        UseNew(product, Tables);
        Put("d/p", "1,a,10\n2,b,20\n");
        Assert.Contains("Data successfully validated", Succeed("export $C --table exp_t --export-dir $D --validate").Log);
        Put("e/p", "3,c,30\n");
        Refuse("export $C --table exp_t --export-dir e --validate", "expected counter value was 1 but the actual value was 3");
    }

    [Theory]
    [InlineData("-Dsqoop.export.records.per.statement=1")]
    [InlineData("-Dsqoop.export.records.per.statement=7 -Dsqoop.export.statements.per.transaction=3")]
    [InlineData("-Dsqoop.export.records.per.statement=5000 -Dsqoop.export.statements.per.transaction=-1")]
    public void Statements_and_transactions_of_any_size_bring_every_row(string properties)
    {
        foreach (var product in Enum.GetValues<Product>())
        {
            UseNew(product, Tables);
            Put("d/p", Numbered("#,m#,#", 1, 1000));
            Succeed($"export {properties} $C --table exp_t --export-dir $D -m 3");
            Assert.Equal(1000, Database.Count("SELECT COUNT(*) FROM exp_t WHERE id = n"));
        }
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    public void Columns_that_are_left_out_get_their_defaults(Product product)
    {
        UseNew(product, "CREATE TABLE t (id INT NOT NULL PRIMARY KEY, msg VARCHAR(8) DEFAULT 'dflt', n INT DEFAULT 7);");
        Put("d/p", "3,1\n");
        Succeed("export $C --table t --export-dir $D --columns n,id");
        Assert.Equal(["1|dflt|3"], Database.Rows("SELECT * FROM t"));
    }

    [Fact]
    public void Words_of_truth_are_those_of_the_original()
    {
        UseNew(Product.PostgreSql, "CREATE TABLE t (id INT NOT NULL PRIMARY KEY, b BOOLEAN);");
        Put("d/p", Lines("1,true", "2,T", "3,1", "4,On", "5,yes", "6,false", "7,no", "8,whatever", "9,null", "10,"));
        Succeed("export $C --table t --export-dir $D -m 1");
        Assert.Equal(
            ["1|t", "2|t", "3|t", "4|t", "5|t", "6|f", "7|f", "8|f", "9|NULL", "10|NULL"],
            Database.Rows("SELECT * FROM t ORDER BY id"));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    public void A_direct_export_brings_the_same_rows(Product product)
    {
        UseNew(product, Tables);
        Put("d/p", Numbered("#,m#,#", 1, 500) + "501,null,null\n502,it's,2\n");
        Succeed("export $C --table exp_t --export-dir $D --direct -m 2");
        Assert.Equal(502, Database.Count("SELECT COUNT(*) FROM exp_t"));
        Assert.Equal(["501|NULL|NULL", "502|it's|2"], Database.Rows("SELECT * FROM exp_t WHERE id > 500 ORDER BY id"));
    }

    [Fact]
    public void A_field_that_an_Avro_file_lacks_is_named()
    {
        UseFresh(Product.Sqlite);
        Succeed("import $C --table t4 --target-dir $D -m 1 --as-avrodatafile");
        Refuse("export $C --table exp_t --export-dir $D", "Cannot find field");
        Succeed("export $C --table upd --columns a,b --export-dir $D");
        Assert.Equal(4, Database.Count("SELECT COUNT(*) FROM upd WHERE c IS NULL"));
    }

    [Fact]
    public void Concatenated_members_of_gzip_are_all_read()
    {
        UseNew(Product.Sqlite, Tables);
        Directory.CreateDirectory(D);
        using (var file = File.Create(Path.Combine(D, "p.gz")))
        {
            foreach (var line in new[] { "1,a,10\n", "2,b,20\n" })
            {
                using var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
                gzip.Write(Encoding.UTF8.GetBytes(line));
            }
        }

        Succeed("export $C --table exp_t --export-dir $D -m 1");
        Assert.Equal(["1|a|10", "2|b|20"], Database.Rows(AllOfTarget));
    }

    [Fact]
    public void An_unknown_key_column_or_table_is_named()
    {
        UseNew(Product.MariaDb, Tables);
        Put("d/p", "1,a,10\n");
        Refuse("export $C --table nowhere --export-dir $D", "nowhere");
        Refuse("export $C --table exp_t --columns id,nothing --export-dir $D", "nothing");
        Refuse("export $C --table exp_t --update-key nothing --export-dir $D", "--update-key");
        Refuse("export $C --table exp_t --export-dir missing", "missing");
        Refuse("export $C --table exp_t --staging-table nowhere --export-dir $D", "nowhere");
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void An_update_of_nothing_but_keys_has_nothing_to_set(Product product)
    {
        UseNew(product, Tables);
        Put("d/p", "1,a,10\n");
        Refuse("export $C --table exp_t --update-key id,msg,n --export-dir $D -m 1");
    }

    [Fact]
    public void An_upsert_of_PostgreSQL_needs_a_unique_key()
    {
        UseNew(Product.PostgreSql, "CREATE TABLE t (a INT, b INT);");
        Put("d/p", "1,2\n");
        Refuse("export $C --table t --update-key a --update-mode allowinsert --export-dir $D -m 1");
    }
}
