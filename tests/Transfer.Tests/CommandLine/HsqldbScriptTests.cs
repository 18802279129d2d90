using CsCheck;
using Levada.Transfer.CommandLine.Jobs;
using Levada.Transfer.Options;

namespace Levada.Transfer.Tests.CommandLine;

public sealed class HsqldbScriptTests
{
    private const string Head =
        """
        CREATE SCHEMA PUBLIC AUTHORIZATION DBA
        CREATE MEMORY TABLE SQOOP_ROOT(VERSION INTEGER,PROPNAME VARCHAR(128) NOT NULL,PROPVAL VARCHAR(256),CONSTRAINT SQOOP_ROOT_UNQ UNIQUE(VERSION,PROPNAME))
        CREATE MEMORY TABLE SQOOP_SESSIONS(JOB_NAME VARCHAR(64) NOT NULL,PROPNAME VARCHAR(128) NOT NULL,PROPVAL VARCHAR(1024),PROPCLASS VARCHAR(32) NOT NULL,CONSTRAINT SQOOP_SESSIONS_UNQ UNIQUE(JOB_NAME,PROPNAME,PROPCLASS))
        CREATE USER SA PASSWORD ""
        GRANT DBA TO SA
        SET WRITE_DELAY 10
        SET SCHEMA PUBLIC
        INSERT INTO SQOOP_ROOT VALUES(NULL,'sqoop.hsqldb.job.storage.version','0')
        INSERT INTO SQOOP_ROOT VALUES(0,'sqoop.hsqldb.job.info.table','SQOOP_SESSIONS')
        INSERT INTO SQOOP_SESSIONS VALUES('j','sqoop.tool','import','schema')
        INSERT INTO SQOOP_SESSIONS VALUES('j','sqoop.property.set.id','0','schema')
        INSERT INTO SQOOP_SESSIONS VALUES('j','db.table','emp','SqoopOptions')
        INSERT INTO SQOOP_SESSIONS VALUES('j','incremental.last.value','9','SqoopOptions')
        INSERT INTO SQOOP_SESSIONS VALUES('j','a.b','c','config')

        """;

    private static HsqldbScript Read(string text)
    {
        var script = new HsqldbScript();
        foreach (var line in text.Split('\n')) script.Apply(line.TrimEnd('\r'));
        return script;
    }

    private static SavedJob Job(string text) => JobRows.Read(Read(text).Jobs()["j"]);

    [Fact]
    public void The_script_holds_the_jobs()
    {
        var job = Job(Head);
        Assert.Equal(ToolName.Import, job.Tool);
        Assert.Equal([KeyValuePair.Create("db.table", "emp"), KeyValuePair.Create("incremental.last.value", "9")], job.Properties);
        Assert.Equal([KeyValuePair.Create("a.b", "c")], job.Configuration);
    }

    [Fact]
    public void The_log_holds_what_changed_since()
    {
        var job = Job(Head +
            """
            /*C2*/SET SCHEMA PUBLIC
            CONNECT USER SA
            SET AUTOCOMMIT FALSE
            DELETE FROM SQOOP_SESSIONS WHERE JOB_NAME='j' AND PROPNAME='incremental.last.value' AND PROPVAL='9' AND PROPCLASS='SqoopOptions'
            INSERT INTO SQOOP_SESSIONS VALUES('j','incremental.last.value','10','SqoopOptions')
            COMMIT
            /*C3*/DELETE FROM SQOOP_SESSIONS WHERE JOB_NAME='j' AND PROPNAME='a.b' AND PROPCLASS='config'
            COMMIT
            DISCONNECT
            """);
        Assert.Equal("10", job.Properties["incremental.last.value"]);
        Assert.Empty(job.Configuration);
    }

    [Fact]
    public void What_was_rolled_back_did_not_happen()
    {
        var job = Job(Head + "SET AUTOCOMMIT FALSE\nDELETE FROM SQOOP_SESSIONS WHERE JOB_NAME='j'\nROLLBACK\n");
        Assert.Equal("emp", job.Properties["db.table"]);
    }

    [Fact]
    public void A_job_that_was_deleted_is_gone() => Assert.Empty(Read(Head + "DELETE FROM SQOOP_SESSIONS WHERE JOB_NAME='j'").Jobs());

    [Fact]
    public void The_root_table_names_the_table_of_jobs()
    {
        var text = Head.Replace("'SQOOP_SESSIONS')", "'SQOOP_SESSIONS_0')") + "INSERT INTO PUBLIC.\"SQOOP_SESSIONS_0\" VALUES('k','sqoop.tool','export','schema')\n";
        Assert.Equal(["k"], Read(text).Jobs().Keys);
    }

    [Theory]
    [InlineData("it''s", "it's")]
    [InlineData("a = ''x'' AND (b)", "a = 'x' AND (b)")]
    [InlineData(@"caf\u00e9\u000aline", "café\nline")]
    [InlineData(@"\u005cu0041", @"\u0041")]
    [InlineData(@"C:\x, )", @"C:\x, )")]
    public void Texts_are_read_as_they_were_written(string written, string expected) =>
        Assert.Equal(expected, Job(Head + $"INSERT INTO SQOOP_SESSIONS VALUES('j','x','{written}','SqoopOptions')").Properties["x"]);

    [Fact]
    public void Arbitrary_lines_are_passed_over() => Gen.String.Array.Sample(lines => Assert.NotNull(Read(string.Join('\n', lines)).Jobs()));

    [Fact]
    public void Cut_statements_are_passed_over() => Gen.Int[0, Head.Length].Sample(length => Assert.NotNull(Read(Head[..length]).Jobs()));

    [Theory]
    [InlineData("sqoop.tool", "nothing", "Error in job metadata: invalid tool nothing")]
    [InlineData("other", "import", "Incomplete metadata; missing sqoop.tool")]
    public void A_job_needs_a_tool_that_exists(string name, string value, string complaint) =>
        Assert.Equal(complaint, Assert.Throws<TransferException>(() => JobRows.Read([new JobRow(name, value, "schema")])).Message);

    [Fact]
    public void A_job_is_the_same_after_it_was_rows()
    {
        var job = Job(Head);
        var again = JobRows.Read(JobRows.Of(job));
        Assert.Equal(job.Properties, again.Properties);
        Assert.Equal(job.Configuration, again.Configuration);
        Assert.Equal(job.Tool, again.Tool);
    }

    [Fact]
    public void Without_its_secrets_a_job_asks_for_the_password()
    {
        var job = Job(Head + "INSERT INTO SQOOP_SESSIONS VALUES('j','db.password','s3cret','SqoopOptions')\nINSERT INTO SQOOP_SESSIONS VALUES('j','db.require.password','false','SqoopOptions')");
        var plain = job.WithoutSecrets();
        Assert.DoesNotContain(plain.Properties, pair => pair.Value == "s3cret");
        Assert.Equal("true", plain.Properties["db.require.password"]);
        Assert.Contains(job.Shown(), pair => pair is { Key: "db.password", Value: "********" });
    }
}
