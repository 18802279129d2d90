namespace Levada.Transfer.Tests.CommandLine;

public sealed class GenericArgumentTests
{
    private const string Rest = $"{Sqoop.Connect} --table t";

    [Fact]
    public void Properties_stand_before_the_options_apart_or_glued()
    {
        var properties = Sqoop.Options($"import -D a.b=c -Dd=e=f -D g= -Da.b=last {Rest}").Properties;
        Assert.Equal([KeyValuePair.Create("a.b", "last"), KeyValuePair.Create("d", "e=f"), KeyValuePair.Create("g", "")], properties);
    }

    [Fact]
    public void Arguments_of_hadoop_are_passed_over() =>
        Assert.Equal("hdfs://n", Sqoop.Options($"import -fs hdfs://n -jt j -files a,b -libjars c.jar -archives=d {Rest}").Properties["fs.defaultFS"]);

    [Fact]
    public void A_configuration_file_gives_properties_and_later_ones_override_them()
    {
        const string Xml =
            "<?xml version=\"1.0\"?><!-- c --><configuration><property><name> a </name><value>1</value><final>true</final></property>"
            + "<property><name>b</name><value>x y</value></property></configuration>";
        var options = Sqoop.Parser(("c.xml", Xml)).Parse(Sqoop.Split($"import -conf c.xml -Da=2 {Rest}")).Options!;
        Assert.Equal([KeyValuePair.Create("a", "2"), KeyValuePair.Create("b", "x y")], options.Properties);
    }

    [Fact]
    public void A_configuration_file_that_cannot_be_read_is_an_error()
    {
        Assert.Contains("c.xml", Sqoop.Complaint($"import -conf c.xml {Rest}"));
        Assert.StartsWith("Cannot read configuration file c.xml", Sqoop.Parser(("c.xml", "<a>")).Parse(Sqoop.Split($"import -conf c.xml {Rest}")).ErrorText);
    }

    [Fact]
    public void An_entity_of_a_configuration_file_is_not_expanded() => Assert.StartsWith(
        "Cannot read configuration file c.xml",
        Sqoop.Parser(("c.xml", "<!DOCTYPE a [<!ENTITY e 'x'>]><configuration><property><name>n</name><value>&e;</value></property></configuration>"))
            .Parse(Sqoop.Split($"import -conf c.xml {Rest}")).ErrorText);

    [Fact]
    public void After_the_first_option_they_are_unknown_and_a_line_says_where_they_belong()
    {
        var result = Sqoop.Parse($"import {Rest} -Da=b");
        Assert.Null(result.Options);
        Assert.Contains(result.Notes, note => note.Text == "Unrecognized argument: -Da=b");
        Assert.Contains(result.Notes, note => note.Text.Contains("must stand before"));
    }

    [Fact]
    public void Some_properties_mean_what_options_mean()
    {
        var options = Sqoop.Options(
            "import -Dsplit.limit=5 -Dsqoop.inline.lob.length.max=9 -Dorg.apache.sqoop.db.relaxedisolation=true "
            + $"-Dsqoop.export.records.per.statement=7 -Dsqoop.export.statements.per.transaction=-1 {Rest}");
        Assert.True(options.Import is { SplitLimit: 5, InlineLobBytesMax: 9 });
        Assert.True(options.Connect.IsIsolationRelaxed);
        Assert.True(options.Export is { RowsPerStatement: 7, StatementsPerTransaction: -1 });
        Assert.Equal(3, Sqoop.Options($"import -Dsplit.limit=5 {Rest} --split-limit 3").Import.SplitLimit);
        Assert.Contains("sqoop.export.records.per.statement", Sqoop.Complaint($"import -Dsqoop.export.records.per.statement=x {Rest}"));
    }

    [Fact]
    public void A_property_without_its_value_is_missing_it() => Assert.Equal("Missing argument for option: D", Sqoop.Complaint("import -D"));
}
