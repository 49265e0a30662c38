// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs statements on one connection; each is prepared once. A collection of numbers or digests is
 * one parameter, for {@code json_each}. For one thread at a time.
 */
final class Sql implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  Sql(Connection connection) {
    this.connection = connection;
  }

  /** Makes a value of the row that a result set stands on. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * {@return a text of a row} As bytes, which take the driver one call where its {@code getString}
   * takes two and a buffer: two thirds of the time of a list.
   */
  static String text(ResultSet row, int column) throws SQLException {
    return new String(row.getBytes(column), StandardCharsets.UTF_8);
  }

  /** {@return a value for each row} */
  <T> List<T> list(String query, RowReader<T> reader, Object... parameters)
      throws CatalogException {
    try (var rows = prepared(query, parameters).executeQuery()) {
      var values = new ArrayList<T>();
      while (rows.next()) {
        values.add(reader.read(rows));
      }
      return values;
    } catch (SQLException e) {
      throw new CatalogException(e);
    }
  }

  /** {@return a value for the first row, if there is one} */
  <T> Optional<T> find(String query, RowReader<T> reader, Object... parameters)
      throws CatalogException {
    try (var rows = prepared(query, parameters).executeQuery()) {
      return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    } catch (SQLException e) {
      throw new CatalogException(e);
    }
  }

  /** {@return the number that the query gives, which always gives one} */
  long number(String query, Object... parameters) throws CatalogException {
    return find(query, row -> row.getLong(1), parameters)
        .orElseThrow(() -> new CatalogException("no row from " + query));
  }

  /** {@return how many rows changed} */
  int update(String statement, Object... parameters) throws CatalogException {
    try {
      return prepared(statement, parameters).executeUpdate();
    } catch (SQLException e) {
      throw new CatalogException(e);
    }
  }

  /** Runs a statement that is not worth keeping. */
  void execute(String statement) throws CatalogException {
    try (var once = connection.createStatement()) {
      once.execute(statement);
    } catch (SQLException e) {
      throw new CatalogException(e);
    }
  }

  private PreparedStatement prepared(String text, Object... parameters) throws SQLException {
    var statement = statements.get(text);
    if (statement == null) {
      statement = connection.prepareStatement(text);
      statements.put(text, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      set(statement, i + 1, parameters[i]);
    }
    return statement;
  }

  @SuppressWarnings("IfChainToSwitch") // the JVM makes a class for a switch, in each process anew
  private static void set(PreparedStatement statement, int index, Object parameter)
      throws SQLException {
    if (parameter instanceof String value) {
      statement.setString(index, value);
    } else if (parameter instanceof Long value) {
      statement.setLong(index, value);
    } else if (parameter instanceof Integer value) {
      statement.setInt(index, value);
    } else if (parameter instanceof byte[] value) {
      statement.setBytes(index, value);
    } else if (parameter instanceof Collection<?> values) {
      statement.setString(index, jsonArray(values));
    } else {
      throw new IllegalArgumentException("no SQL value: " + parameter.getClass());
    }
  }

  /** Digests have no character that JSON would escape. */
  private static String jsonArray(Collection<?> values) {
    return values.stream()
        .map(value -> value instanceof Long ? value.toString() : "\"" + value + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Override
  public void close() throws CatalogException {
    try {
      for (var statement : statements.values()) {
        statement.close();
      }
      connection.close();
    } catch (SQLException e) {
      throw new CatalogException(e);
    }
  }
}
