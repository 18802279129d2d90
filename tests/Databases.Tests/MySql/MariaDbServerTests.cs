using Levada.Servers;

namespace Levada.Databases.Tests.MySql;

public sealed class MariaDbServerTests
{
    [Fact]
    public void A_script_with_its_own_delimiter_fills_a_new_database()
    {
        var server = MariaDbServer.Shared;
        Assert.SkipWhen(server.SkipReason is not null, server.SkipReason ?? "");
        var database = server.NewDatabase("""
            CREATE TABLE t (id INT);
            DELIMITER //
            CREATE PROCEDURE p (IN i INT) BEGIN INSERT INTO t VALUES (i); END //
            DELIMITER ;
            CALL p(7);
            """);
        Assert.Equal("7\n", server.RunScript(database, "SELECT id FROM t"));
    }
}
