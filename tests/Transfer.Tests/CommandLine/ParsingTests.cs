using Levada.Transfer.CommandLine;
using Levada.Transfer.Options;

namespace Levada.Transfer.Tests.CommandLine;

public sealed class ParsingTests
{
    private const string Import = $"import {Sqoop.Connect} --table t";

    [Fact]
    public void No_arguments_give_a_hint_and_exit_code_1() => Assert.Equal("Try 'sqoop help' for usage.", Sqoop.Complaint());

    [Fact]
    public void An_unknown_tool_is_named() =>
        Assert.Equal("No such sqoop tool: validation. See 'sqoop help'.", Sqoop.Complaint("validation"));

    [Theory]
    [InlineData("--num-mappers 7")]
    [InlineData("-num-mappers 7")]
    [InlineData("-m 7")]
    [InlineData("--m 7")]
    [InlineData("-m7")]
    [InlineData("-m=7")]
    [InlineData("--num-mappers=7")]
    [InlineData("-num-mappers=7")]
    public void One_dash_two_dashes_an_equals_sign_and_a_glued_letter_mean_the_same(string option)
    {
        var options = Sqoop.Options($"{Import} {option}");
        Assert.Equal(7, options.MapperCount);
        Assert.True(options.IsMapperCountGiven);
    }

    [Theory]
    [InlineData("--num-map 7", "--num-map")]
    [InlineData("--m7", "--m7")]
    [InlineData("--Table x", "--Table")]
    public void Names_are_not_abbreviated_and_have_one_spelling(string option, string named)
    {
        var result = Sqoop.Parse($"{Import} {option}");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(result.Notes, note => note.Text == $"Unrecognized argument: {named}");
    }

    [Fact]
    public void The_first_of_two_values_wins() => Assert.Equal(1, Sqoop.Options($"{Import} --num-mappers 1 -m 2").MapperCount);

    [Fact]
    public void Where_a_known_option_stands_in_place_of_a_value_the_value_is_missing()
    {
        Assert.Equal("Missing argument for option: where", Sqoop.Complaint($"{Import} --where --append"));
        Assert.Equal("Missing argument for option: m", Sqoop.Complaint($"{Import} -m -z"));
        Assert.Equal("Missing argument for option: target-dir", Sqoop.Complaint($"{Import} --target-dir"));
        Assert.Equal("Missing argument for option: where", Sqoop.Complaint($"{Import} --where --columns=a"));
    }

    [Theory]
    [InlineData("-")]
    [InlineData("-x")]
    [InlineData("--unheard-of")]
    [InlineData("-5")]
    [InlineData("")]
    [InlineData("  a = 'b'  ")]
    public void Whatever_is_no_known_option_can_be_a_value_and_stays_as_it_is(string value)
    {
        var options = Sqoop.Options([.. Sqoop.Split(Import), "--last-value", value, "-m", "2"]);
        Assert.Equal(value, options.Import.LastValue);
        Assert.Equal(2, options.MapperCount);
    }

    [Theory]
    [InlineData("\"a b\"", "a b")]
    [InlineData("\"\"", "")]
    [InlineData("\"", "\"")]
    [InlineData("\"a", "\"a")]
    [InlineData("\"\"a\"\"", "\"a\"")]
    [InlineData("'a'", "'a'")]
    public void One_pair_of_double_quotes_around_a_value_goes(string value, string expected)
    {
        Assert.Equal(expected, Sqoop.Options([.. Sqoop.Split(Import), "--where", value]).Import.Where);
        Assert.Equal(expected, Sqoop.Options([.. Sqoop.Split(Import), $"--where={value}"]).Import.Where);
    }

    [Fact]
    public void Unknown_arguments_are_all_named_and_nothing_after_the_first_is_read()
    {
        var result = Sqoop.Parse($"{Import} --no-such-flag --target-dir d");
        Assert.Null(result.Options);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("\nTry --help for usage instructions.", result.ErrorText);
        Assert.Equal(
            ["Error parsing arguments for import:", "Unrecognized argument: --no-such-flag", "Unrecognized argument: --target-dir", "Unrecognized argument: d"],
            result.Notes.Select(note => note.Text));
        Assert.All(result.Notes, note => Assert.Equal(NoteLevel.Error, note.Level));
    }

    [Theory]
    [InlineData("--foo --password s3cret")]
    [InlineData("--foo --password=s3cret")]
    [InlineData("-Ps3cret")]
    [InlineData("--foo --hs2-password s3cret")]
    [InlineData("--foo jdbc:mysql://h/db?user=u&password=s3cret")]
    public void A_password_among_unknown_arguments_is_not_shown(string arguments)
    {
        var result = Sqoop.Parse($"{Import} {arguments}");
        Assert.Null(result.Options);
        Assert.DoesNotContain("s3cret", string.Join('\n', result.Notes.Select(note => note.Text)) + result.ErrorText);
    }

    [Fact]
    public void What_follows_two_dashes_goes_to_the_connector_untouched()
    {
        var options = Sqoop.Options($"{Import} -m 1 -- --schema s -- --table –x");
        Assert.Equal(["--schema", "s", "--", "--table", "–x"], options.ConnectorArguments);
        Assert.Equal("t", options.Table);
    }

    [Theory]
    [InlineData("eval --connect u -e x")]
    [InlineData("list-databases --connect u")]
    public void Tools_without_a_connector_do_not_know_what_follows_two_dashes(string line) =>
        Assert.Contains(Sqoop.Parse($"{line} -- --schema s").Notes, note => note.Text == "Unrecognized argument: --schema");

    [Fact]
    public void A_surplus_word_is_unrecognized() =>
        Assert.Contains(Sqoop.Parse($"{Import} -z9").Notes, note => note.Text == "Unrecognized argument: 9");

    [Fact]
    public void The_command_line_warns_of_its_password() =>
        Assert.Contains(Sqoop.Parse($"{Import} --password x").Notes, note => note.Level == NoteLevel.Warn && note.Text.Contains("insecure"));

    [Fact]
    public void The_text_of_options_shows_no_password() => Assert.DoesNotContain(
        "s3cret", Sqoop.Options($"import --connect jdbc:mysql://h/d --table t --password s3cret --hive-table t --hs2-password s3cret").ToString()
            + Sqoop.Options("job --list --meta-password s3cret"));

    [Theory]
    [InlineData("-m x")]
    [InlineData("-m 2.0")]
    [InlineData("-m 99999999999")]
    [InlineData("--split-limit a")]
    [InlineData("--direct-split-size 1k")]
    [InlineData("--inline-lob-limit=")]
    [InlineData("--fetch-size ten")]
    [InlineData("--accumulo-batch-size ten")]
    public void A_number_is_expected_where_one_is_needed(string option) =>
        Assert.Equal("Error: expected numeric argument.\nTry --help for usage.", Sqoop.Complaint($"{Import} {option}"));

    [Theory]
    [InlineData("-m 0")]
    [InlineData("-m -3")]
    public void A_count_of_tasks_below_1_is_the_default(string option) => Assert.Equal(4, Sqoop.Options($"{Import} {option}").MapperCount);

    [Fact]
    public void A_split_limit_below_1_is_none() => Assert.Null(Sqoop.Options($"{Import} --split-limit 0").Import.SplitLimit);

    [Fact]
    public void Blanks_around_columns_go_and_commas_at_the_end_are_harmless() =>
        Assert.Equal(["a", "b c", "d"], Sqoop.Options([.. Sqoop.Split(Import), "--columns", " a , b c,d,,"]).Columns);

    [Theory]
    [InlineData("", FileLayout.Text)]
    [InlineData("--as-avrodatafile", FileLayout.Avro)]
    [InlineData("--as-parquetfile --as-avrodatafile --as-textfile --as-sequencefile", FileLayout.Parquet)]
    [InlineData("--as-textfile --as-sequencefile", FileLayout.Text)]
    [InlineData("--as-avrodatafile --as-sequencefile", FileLayout.Avro)]
    public void The_last_layout_of_sequence_text_avro_parquet_wins(string layouts, FileLayout expected) =>
        Assert.Equal(expected, Sqoop.Options($"{Import} {layouts}").Layout);

    [Fact]
    public void An_append_import_appends_to_its_directory() =>
        Assert.True(Sqoop.Options($"{Import} --incremental append --check-column id").Import.IsAppend);

    [Fact]
    public void A_username_alone_asks_for_no_password()
    {
        var connect = Sqoop.Options($"{Import} --username u").Connect;
        Assert.Null(connect.Password);
        Assert.False(connect.IsPasswordAsked);
    }

    [Fact]
    public void Asking_wins_over_the_command_line() => Assert.True(Sqoop.Options($"{Import} -P --password x").Connect is { IsPasswordAsked: true, Password: null });

    [Theory]
    [InlineData("--password-file f --password p")]
    [InlineData("--password-file f -P")]
    [InlineData("--password-file f --password-alias a")]
    [InlineData("--password-alias a -P")]
    [InlineData("--password-alias a --password p")]
    public void There_is_one_way_to_the_password(string options) => Assert.Equal(
        "Only one of password, password alias or path to a password file must be specified.", Sqoop.Complaint($"{Import} {options}"));

    [Fact]
    public void The_connection_parameter_file_gives_its_pairs()
    {
        var result = Sqoop.Parser(("p", "# c\nuseSSL=true\n ssl.mode : off")).Parse([.. Sqoop.Split(Import), "--connection-param-file", "p"]);
        Assert.Equal([KeyValuePair.Create("useSSL", "true"), KeyValuePair.Create("ssl.mode", "off")], result.Options!.Connect.Parameters);
        Assert.Equal("Specified connection parameter file not found: q", Sqoop.Complaint($"{Import} --connection-param-file q"));
    }

    [Theory]
    [InlineData("TRANSACTION_NONE")]
    [InlineData("TRANSACTION_SERIALIZABLE")]
    public void Isolation_levels_have_the_names_of_jdbc(string level)
    {
        Assert.Equal(level, Sqoop.Options($"{Import} --metadata-transaction-isolation-level {level}").Connect.MetadataIsolation);
        Assert.Contains("java.sql.Connection", Sqoop.Complaint($"{Import} --metadata-transaction-isolation-level {level}X"));
    }

    [Theory]
    [InlineData("--validator")]
    [InlineData("--validation-threshold")]
    [InlineData("--validation-failurehandler")]
    public void An_unknown_class_of_validation_is_named(string option) =>
        Assert.Equal("com.example.Mine", Sqoop.Complaint($"{Import} {option} com.example.Mine"));

    [Fact]
    public void Classes_of_validation_may_have_their_full_names() => Assert.Equal(
        "LogOnFailureHandler",
        Sqoop.Options($"{Import} --validate --validation-failurehandler org.apache.sqoop.validation.LogOnFailureHandler").Validation.FailureHandler);

    [Fact]
    public void An_unknown_parquet_implementation_is_refused() => Assert.Equal(
        "Invalid Parquet job configurator implementation is set: kite. Supported values are: [HADOOP]",
        Sqoop.Complaint($"{Import} --parquet-configurator-implementation kite"));

    [Fact]
    public void Options_that_sqoop_does_not_have_are_read()
    {
        var options = Sqoop.Options($"{Import} --resume --throttle 1000 --json --no-snapshot --skew-files");
        Assert.True(options.Import is { IsResumed: true, IsChunkPerFile: true });
        Assert.True(options is { IsJson: true, ThrottleRowsPerSecond: 1000, Connect.IsSnapshotOff: true });
        Assert.Contains("--throttle", Sqoop.Complaint($"{Import} --throttle 0"));
    }

    [Fact]
    public void Excluded_tables_are_taken_literally() =>
        Assert.Equal(["A", " b", ""], Sqoop.Options("import-all-tables", "--connect", "u", "--exclude-tables", "A, b,").Import.ExcludedTables);
}
