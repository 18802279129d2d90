using System.Data.Common;
using Levada.Transfer.Rows;

namespace Levada.Databases.Generic;

/// <summary>How a product takes the values of a statement.</summary>
internal interface IAdoParameters
{
    /// <summary>The parameter at an index as it stands in the statement.</summary>
    string Marker(int index);

    /// <summary>Adds the next parameter, for values of a column.</summary>
    void Add(DbCommand command, Column column);

    /// <summary>Gives a parameter the value of a row; NULL is <see cref="DBNull"/>.</summary>
    void Set(DbParameter parameter, Column column, ColumnVector vector, int row);
}
